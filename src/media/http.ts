import type { Config } from '../platform/config.ts';
import { openStorage } from '../platform/db/storage.ts';
import { byId } from '../platform/http/by-id.ts';
import type { Server } from '../platform/http/server.ts';
import type { Upload } from '../platform/values/upload.ts';
import { mediaOptions } from './conversion.ts';
import * as endpoints from './endpoints.ts';
import {
  addMedia,
  checkUpload,
  listMedia,
  type MediaDeps,
  playMedia,
  readMedia,
  deleteMedia,
  renameMedia,
  replaceMedia,
} from './media.ts';
import { findMedia } from './sql.ts';
import type { MediaUsers } from './uses.ts';

const media = byId('mediaId', findMedia);

export function mediaRoutes(server: Server, { config, users }: { config: Config; users: MediaUsers }): void {
  const options = () => mediaOptions(config);
  const deps: MediaDeps = { storage: openStorage(config.dataDir), users, options };
  const checked = { prepare: async ({ body }: { body: Upload }) => checkUpload(body, options()) };

  server.on(endpoints.listMedia, ({ tx, query }) => listMedia(tx, query, users));

  server.on(endpoints.getMediaOptions, async () => options());

  server.on(endpoints.uploadMedia, checked, ({ tx, caller, tenant, query, body }) =>
    addMedia(tx, caller, { tenant, input: { name: query.name, file: body }, deps }),
  );

  server.on(endpoints.speakMedia, ({ tx, caller, tenant, body }) =>
    addMedia(tx, caller, { tenant, input: body, deps }),
  );

  server.on(endpoints.getMedia, media, ({ tx, found }) => readMedia(tx, found, users));

  server.on(endpoints.getMediaAudio, media, ({ found }) => playMedia(found, deps.storage));

  server.on(endpoints.renameMedia, media, ({ tx, caller, tenant, found, body, ifMatch }) =>
    renameMedia(tx, caller, { tenant, id: found.id, name: body.name, ifMatch, users }),
  );

  server.on(endpoints.replaceMediaByFile, { ...media, ...checked }, ({ tx, caller, tenant, found, body, ifMatch }) =>
    replaceMedia(tx, caller, { tenant, id: found.id, origin: { file: body }, ifMatch, deps }),
  );

  server.on(endpoints.replaceMediaByText, media, ({ tx, caller, tenant, found, body, ifMatch }) =>
    replaceMedia(tx, caller, { tenant, id: found.id, origin: body, ifMatch, deps }),
  );

  server.on(endpoints.deleteMedia, media, ({ tx, caller, tenant, found, ifMatch }) =>
    deleteMedia(tx, caller, { tenant, id: found.id, ifMatch, users }),
  );
}

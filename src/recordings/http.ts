import type { Config } from '../platform/config.ts';
import type { Tx } from '../platform/db/db.ts';
import { openStorage } from '../platform/db/storage.ts';
import { byId } from '../platform/http/by-id.ts';
import type { Caller } from '../platform/http/caller.ts';
import type { Server } from '../platform/http/server.ts';
import { findAccessible, accessOf } from './access.ts';
import * as endpoints from './endpoints.ts';
import { findLiveCall, orderRecording } from './orders.ts';
import { listRecordings, playRecording, deleteRecording, toDetail } from './recordings.ts';
import { editSettings, readSettings } from './settings.ts';

const recording = {
  find: ({ tx, caller, params }: { tx: Tx; caller: Caller; params: { recordingId: string } }) =>
    findAccessible(tx, caller, params.recordingId),
};

export function recordingRoutes(server: Server, { config }: { config: Config }): void {
  const storage = openStorage(config.dataDir);

  server.on(endpoints.listRecordings, async ({ tx, caller, query }) =>
    listRecordings(tx, query, await accessOf(tx, caller)),
  );

  server.on(endpoints.getRecording, recording, async ({ found }) => toDetail(found));

  server.on(endpoints.getRecordingAudio, recording, ({ tx, caller, tenant, found, now }) =>
    playRecording(tx, caller, { tenant, row: found, storage, now }),
  );

  server.on(endpoints.deleteRecording, recording, ({ tx, caller, tenant, found }) =>
    deleteRecording(tx, caller, tenant, found),
  );

  server.on(endpoints.getRecordingSettings, ({ tx, tenant }) => readSettings(tx, tenant.id));

  server.on(endpoints.editRecordingSettings, ({ tx, caller, tenant, body, ifMatch }) =>
    editSettings(tx, caller, { tenant, patch: body, ifMatch }),
  );

  server.on(endpoints.recordLiveCall, byId('callId', findLiveCall), ({ tx, caller, tenant, found, body }) =>
    orderRecording(tx, caller, { tenant, call: found, action: body.action }),
  );
}

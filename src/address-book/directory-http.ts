import type { FastifyRequest } from 'fastify';
import { type Config, webAddress } from '../platform/config.ts';
import type { Db } from '../platform/db/db.ts';
import { REQUEST_SIZE } from '../platform/http/requests/request-size.ts';
import type { Server } from '../platform/http/server.ts';
import * as endpoints from './directory-endpoints.ts';
import { DIRECTORY_FILES } from './directory-formats.ts';
import {
  DIRECTORY_PATH,
  fetchDirectory,
  readDirectory,
  deleteDirectory,
  renewDirectory,
  showDirectory,
} from './directory.ts';

type Deps = { config: Config; db: Db };

export function directoryRoutes(server: Server, { config, db }: Deps): void {
  const siteOf = ({ protocol, headers }: FastifyRequest) => ({
    secretKey: config.secretKey,
    // if no public address is configured, phones use the one that the admin's browser uses
    origin: config.publicUrl ? webAddress(config) : `${protocol}://${headers.host}`,
  });

  server.on(endpoints.getPhoneDirectory, ({ tx, tenant }) => readDirectory(tx, tenant.id));

  server.on(endpoints.renewPhoneDirectory, ({ tx, caller, tenant, request }) =>
    renewDirectory(tx, caller, tenant, siteOf(request)),
  );

  server.on(endpoints.getDirectoryAddresses, ({ tx, caller, tenant, request }) =>
    showDirectory(tx, caller, tenant, siteOf(request)),
  );

  server.on(endpoints.deletePhoneDirectory, ({ tx, caller, tenant }) => deleteDirectory(tx, caller, tenant));

  serveDirectories(server, db);
}

/**
 * For phones, which authenticate only by the secret in the URL, so the log contains only the route's pattern. Since 10.1.178, Snom phones send a POST
 * with a body.
 */
function serveDirectories(server: Server, db: Db): void {
  server.register(async (phones) => {
    phones.removeAllContentTypeParsers();
    phones.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(null));
    phones.route<{ Params: { secret: string; file: string } }>({
      method: ['GET', 'POST'],
      url: `${DIRECTORY_PATH}/:secret/:file`,
      bodyLimit: REQUEST_SIZE.bodyBeforeSignIn,
      handler: async ({ params: { secret, file } }, reply) => {
        const format = Object.hasOwn(DIRECTORY_FILES, file) ? DIRECTORY_FILES[file] : undefined;
        const entries = format && (await fetchDirectory(db, secret));
        if (!entries) return reply.callNotFound();
        reply.type('text/xml; charset=utf-8').header('cache-control', 'no-store');
        return reply.send(String(format(entries)));
      },
    });
  });
}

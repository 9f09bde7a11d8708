import type { Logger } from 'pino';
import { requestAri } from '../../asterisk/ari-request.ts';
import type { VoiceConnection } from '../../asterisk/connection.ts';
import { openAriLoad } from './ari-load.ts';
import type { Request } from './ari.ts';
import type { AsteriskLink } from './asterisk-link.ts';

/** The Asterisk of this machine, for all that sends it something or reads its files. */
export type AsteriskAccess = {
  /** the current connection, or the last one; undefined before the first */
  connection: () => VoiceConnection | undefined;
  /** The same for work that follows a connection. Throws before the first. */
  requireConnection: () => VoiceConnection;
  /** its name among all that share the database */
  node: () => string;
  /** the folder where it records and finds files to play */
  spool: () => string;
  request: Request;
  /** whether its requests wait so long that it should get no further calls */
  isOverloaded: () => boolean;
};

export function accessAsterisk({ connection }: Pick<AsteriskLink, 'connection'>, log: Logger): AsteriskAccess {
  function requireConnection(): VoiceConnection {
    const current = connection();
    if (!current) throw new Error('Asterisk has not been reached yet.');
    return current;
  }
  const { request, isOverloaded } = openAriLoad(async (method, path, body) => {
    const response = await requestAri(requireConnection(), method, path, body);
    const failure = response.status < 300 ? undefined : response.body;
    log.debug({ method, path, status: response.status, failure }, 'ARI request');
    return response;
  });
  return {
    connection,
    requireConnection,
    node: () => requireConnection().node,
    spool: () => requireConnection().spool,
    request,
    isOverloaded,
  };
}

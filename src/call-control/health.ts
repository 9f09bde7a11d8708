import { isControlled, readConnection } from '../asterisk/connection.ts';
import { canReadDatabase } from '../asterisk/pbx.ts';
import { isEdgeRunning } from '../edge/rpc.ts';
import type { Config } from '../platform/config.ts';

/**
 * Whether calls can be made: the edge and Asterisk on this machine respond, Asterisk reads the database, and call
 * control is connected.
 */
export async function callsHealth({ voice, dataDir }: Config): Promise<'ok' | 'down' | 'off'> {
  if (voice === 'off') return 'off';
  try {
    const [asterisk, edge] = await Promise.all([canReadDatabase(readConnection(dataDir)), isEdgeRunning(dataDir)]);
    return asterisk && edge && isControlled(dataDir) ? 'ok' : 'down';
  } catch {
    return 'down';
  }
}

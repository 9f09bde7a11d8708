import type { Config } from '../platform/config.ts';
import { requestAri } from './ari-request.ts';
import { isControlled, readConnection } from './connection.ts';

/** Whether the engine beside this process answers and call control is connected to it. */
export async function engineState({ voice, dataDir }: Config): Promise<'ok' | 'down' | 'off'> {
  if (voice === 'off') return 'off';
  if (!isControlled(dataDir)) return 'down';
  try {
    const { status } = await requestAri(readConnection(dataDir), 'GET', 'applications/strowger');
    return status === 200 ? 'ok' : 'down';
  } catch {
    return 'down';
  }
}

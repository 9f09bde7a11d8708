import type { Config } from '../platform/config.ts';
import { requestAri } from './ari-request.ts';
import { readConnection } from './connection.ts';

/** Whether the engine beside this process answers and call control is connected to it: an application that nobody runs is not listed. */
export async function engineState({ voice, dataDir }: Config): Promise<'ok' | 'down' | 'off'> {
  if (voice === 'off') return 'off';
  try {
    const { status } = await requestAri(readConnection(dataDir), 'GET', 'applications/strowger');
    return status === 200 ? 'ok' : 'down';
  } catch {
    return 'down';
  }
}

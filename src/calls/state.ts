import type { Config } from '../platform/config.ts';
import { isControlled, readConnection } from './connection.ts';
import { readsTheDatabase } from './phone-system.ts';

/** Whether calls can be made: the engine beside this process answers and reads the database, and call control has it. */
export async function engineState({ voice, dataDir }: Config): Promise<'ok' | 'down' | 'off'> {
  if (voice === 'off') return 'off';
  try {
    return (await readsTheDatabase(readConnection(dataDir))) && isControlled(dataDir) ? 'ok' : 'down';
  } catch {
    return 'down';
  }
}

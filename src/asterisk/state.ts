import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { writeWholeSync } from '../platform/process/whole-file.ts';

/** The state of Asterisk that the supervisor publishes for other processes on this machine. */
const AsteriskState = z.object({
  version: z.string(),
  /** the file that it was started from */
  binary: z.string(),
  startedAt: z.iso.datetime(),
  memoryBytes: z.number().int(),
  /** why it will restart once it has no calls; null if it won't */
  restartBecause: z.string().nullable(),
});
export type AsteriskState = z.infer<typeof AsteriskState>;

const RestartRequest = z.object({ reason: z.string(), now: z.boolean() });
export type RestartRequest = z.infer<typeof RestartRequest>;

const stateFile = (dataDir: string): string => path.join(dataDir, 'run', 'asterisk.json');
const requestFile = (dataDir: string): string => path.join(dataDir, 'run', 'asterisk-restart.json');

export function writeAsteriskState(dataDir: string, state: AsteriskState): void {
  writeWholeSync(stateFile(dataDir), JSON.stringify(state), 0o600);
}

/** Asks the supervisor on this machine to restart Asterisk, now or once it has no calls. */
export function requestRestart(dataDir: string, request: RestartRequest): void {
  writeWholeSync(requestFile(dataDir), JSON.stringify(request), 0o600);
}

/** Reads and removes the restart request, if there is one. */
export function takeRestartRequest(dataDir: string): RestartRequest | null {
  const file = requestFile(dataDir);
  try {
    return RestartRequest.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  } finally {
    rmSync(file, { force: true });
  }
}

/** Null if no Asterisk was started with this data folder. */
export function readAsteriskState(dataDir: string): AsteriskState | null {
  try {
    return AsteriskState.parse(JSON.parse(readFileSync(stateFile(dataDir), 'utf8')));
  } catch {
    return null;
  }
}

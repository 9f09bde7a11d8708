import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** What the supervisor knows of the Asterisk that it runs, for other processes of this machine. */
const AsteriskState = z.object({
  version: z.string(),
  /** of the folder or file that it runs from */
  binary: z.string(),
  startedAt: z.iso.datetime(),
  memoryBytes: z.number().int(),
  /** why it is started again as soon as no calls are on; null when it is not */
  restartBecause: z.string().nullable(),
});
export type AsteriskState = z.infer<typeof AsteriskState>;

const RestartRequest = z.object({ reason: z.string(), now: z.boolean() });
export type RestartRequest = z.infer<typeof RestartRequest>;

const stateFile = (dataDir: string): string => path.join(dataDir, 'run', 'asterisk.json');
const requestFile = (dataDir: string): string => path.join(dataDir, 'run', 'asterisk-restart.json');

function writeWhole(target: string, content: unknown): void {
  mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 });
  writeFileSync(`${target}.new`, JSON.stringify(content), { mode: 0o600 });
  renameSync(`${target}.new`, target);
}

export function writeAsteriskState(dataDir: string, state: AsteriskState): void {
  writeWhole(stateFile(dataDir), state);
}

/** Asks the supervisor on this machine to start Asterisk again, now or when no calls are on. */
export function requestRestart(dataDir: string, request: RestartRequest): void {
  writeWhole(requestFile(dataDir), request);
}

/** The request, if there is one; it is gone afterwards. */
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

/** Null where no Asterisk has been started beside this data folder. */
export function readAsteriskState(dataDir: string): AsteriskState | null {
  try {
    return AsteriskState.parse(JSON.parse(readFileSync(stateFile(dataDir), 'utf8')));
  } catch {
    return null;
  }
}

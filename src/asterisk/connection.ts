import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { writeWholeSync } from '../platform/process/whole-file.ts';

/** How to reach an Asterisk on this machine. It changes at each start. */
const VoiceConnection = z.object({
  /** identifies this Asterisk among all that share the database */
  node: z.string(),
  /** ARI, on loopback */
  url: z.string(),
  user: z.string(),
  password: z.string(),
  /** AMI, on loopback, with the same user and password */
  amiPort: z.number(),
  /** the folder where it records and finds our copies of files to play */
  spool: z.string().default(''),
  /** the dialplan file that call control writes; empty if an older release started Asterisk */
  hintsFile: z.string().default(''),
  /** the folder where call control writes the tenants' own hold music; empty in the same case */
  musicFolder: z.string().default(''),
  /** how many channels its audio ports suffice for; null in the same case */
  audioChannels: z.number().nullable().default(null),
});
export type VoiceConnection = z.infer<typeof VoiceConnection>;

type AsteriskName = 'voice' | 'carrier';

const file = (dataDir: string, name: AsteriskName): string => path.join(dataDir, 'run', `${name}.json`);

/**
 * Writes the connection for other processes on this machine. The write is atomic, and only our account can read the
 * file.
 */
export function writeConnection(dataDir: string, name: AsteriskName, connection: VoiceConnection): void {
  writeWholeSync(file(dataDir, name), JSON.stringify(connection), 0o600);
}

/**
 * Reads the connection. Do this at every attempt to connect, because a restarted Asterisk has a new port and password.
 */
export function readConnection(dataDir: string, name: AsteriskName = 'voice'): VoiceConnection {
  return VoiceConnection.parse(JSON.parse(readFileSync(file(dataDir, name), 'utf8')));
}

const controlFile = (dataDir: string): string => path.join(dataDir, 'run', 'control.pid');

/**
 * Marks this process as the one that controls Asterisk. The mark ends with the process, or with the function that is
 * returned.
 */
export function takeControl(dataDir: string): () => void {
  writeFileSync(controlFile(dataDir), String(process.pid), { mode: 0o600 });
  return () => rmSync(controlFile(dataDir), { force: true });
}

/**
 * Whether a process controls Asterisk. Asking Asterisk doesn't help, because it still lists a dead controller while its
 * calls last.
 */
export function isControlled(dataDir: string): boolean {
  try {
    return process.kill(Number(readFileSync(controlFile(dataDir), 'utf8')), 0);
  } catch {
    return false;
  }
}

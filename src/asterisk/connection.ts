import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** How an Asterisk of this machine is reached. Made anew at each of its starts. */
const VoiceConnection = z.object({
  /** which Asterisk this is, among all that share the database */
  node: z.string(),
  /** ARI, on loopback */
  url: z.string(),
  user: z.string(),
  password: z.string(),
  /** AMI, on loopback, with the same user and password */
  amiPort: z.number(),
  /** where it records, and finds what is lent to it to be played */
  spool: z.string().default(''),
  /** the file of its dialplan that call control writes; empty for an Asterisk that an older release has started */
  hintsFile: z.string().default(''),
  /** the folder of the tenants' own hold music, which call control writes; empty likewise */
  musicFolder: z.string().default(''),
  /** how many channels its audio ports are enough for; null likewise */
  audioChannels: z.number().nullable().default(null),
});
export type VoiceConnection = z.infer<typeof VoiceConnection>;

type AsteriskName = 'voice' | 'carrier';

const file = (dataDir: string, name: AsteriskName): string => path.join(dataDir, 'run', `${name}.json`);

/** Writes the connection for other processes of this machine: whole or not at all, readable by our account only. */
export function writeConnection(dataDir: string, name: AsteriskName, connection: VoiceConnection): void {
  const target = file(dataDir, name);
  mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 });
  writeFileSync(`${target}.new`, JSON.stringify(connection), { mode: 0o600 });
  renameSync(`${target}.new`, target);
}

/** Read at every attempt to connect: an Asterisk that was started again has another port and another password. */
export function readConnection(dataDir: string, name: AsteriskName = 'voice'): VoiceConnection {
  return VoiceConnection.parse(JSON.parse(readFileSync(file(dataDir, name), 'utf8')));
}

const controlFile = (dataDir: string): string => path.join(dataDir, 'run', 'control.pid');

/** Says that this process controls Asterisk; the function that it returns takes that back. So does the end of the process. */
export function takeControl(dataDir: string): () => void {
  writeFileSync(controlFile(dataDir), String(process.pid), { mode: 0o600 });
  return () => rmSync(controlFile(dataDir), { force: true });
}

/** Whether a process controls Asterisk. Asterisk itself lists a controller for as long as that one's calls last. */
export function isControlled(dataDir: string): boolean {
  try {
    return process.kill(Number(readFileSync(controlFile(dataDir), 'utf8')), 0);
  } catch {
    return false;
  }
}

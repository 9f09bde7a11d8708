import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** How an engine of this machine is reached. Made anew at each of its starts. */
const VoiceConnection = z.object({
  /** which Asterisk this is, among all that share the database */
  node: z.string(),
  /** ARI, on loopback */
  url: z.string(),
  user: z.string(),
  password: z.string(),
  /** AMI, on loopback, with the same user and password */
  amiPort: z.number(),
});
export type VoiceConnection = z.infer<typeof VoiceConnection>;

type EngineName = 'voice' | 'carrier';

const file = (dataDir: string, name: EngineName): string => path.join(dataDir, 'run', `${name}.json`);

/** Leaves the connection for other processes of this machine. Whole or not at all, and for our own eyes. */
export function writeConnection(dataDir: string, name: EngineName, connection: VoiceConnection): void {
  const target = file(dataDir, name);
  mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 });
  writeFileSync(`${target}.new`, JSON.stringify(connection), { mode: 0o600 });
  renameSync(`${target}.new`, target);
}

/** Read at every attempt to connect: an engine that was started again has another port and another password. */
export function readConnection(dataDir: string, name: EngineName = 'voice'): VoiceConnection {
  return VoiceConnection.parse(JSON.parse(readFileSync(file(dataDir, name), 'utf8')));
}

const controlFile = (dataDir: string): string => path.join(dataDir, 'run', 'control.pid');

/** Says that this process controls the engine; the answer takes it back. A killed process takes it back by being gone. */
export function takeControl(dataDir: string): () => void {
  writeFileSync(controlFile(dataDir), String(process.pid), { mode: 0o600 });
  return () => rmSync(controlFile(dataDir), { force: true });
}

/** Whether a process is there that controls the engine. The engine itself lists its controller as long as that one's calls last. */
export function isControlled(dataDir: string): boolean {
  try {
    return process.kill(Number(readFileSync(controlFile(dataDir), 'utf8')), 0);
  } catch {
    return false;
  }
}

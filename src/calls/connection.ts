import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** How call control reaches the engine of this machine. Made anew at every start of the engine. */
export type VoiceConnection = {
  /** which engine this is, among all that share the database */
  node: string;
  /** ARI, on loopback */
  url: string;
  user: string;
  password: string;
};

const file = (dataDir: string): string => path.join(dataDir, 'run', 'voice.json');

/** Leaves the connection for `calls` and the api role. Whole or not at all, and for our own eyes. */
export function writeConnection(dataDir: string, connection: VoiceConnection): void {
  const target = file(dataDir);
  mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 });
  writeFileSync(`${target}.new`, JSON.stringify(connection), { mode: 0o600 });
  renameSync(`${target}.new`, target);
}

/** Read at every attempt to connect: an engine that was started again has another port and another password. */
export function readConnection(dataDir: string): VoiceConnection {
  return JSON.parse(readFileSync(file(dataDir), 'utf8')) as VoiceConnection;
}

import { writeFileSync } from 'node:fs';
import { errors } from 'undici';
import type { VoiceConnection } from '../../asterisk/connection.ts';
import { GATHER_MS, gatherWork } from '../gathered-work.ts';
import { type WatchableExtension, writeHints } from './hints.ts';
import type { Request } from '../ari/ari.ts';

export type HintLoaderOptions = {
  connection: () => VoiceConnection | undefined;
  readExtensions: () => Promise<WatchableExtension[]>;
  /** what the hints are made of, before Asterisk has them */
  onRead: (extensions: WatchableExtension[]) => void;
  request: Request;
  log: (error: unknown) => void;
};

/** Lets the phones of a tenant watch each other (busy lamp fields, RFC 4235). */
export type HintLoader = {
  /** Extensions have changed, or Asterisk has been started. */
  refresh(): void;
  stop(): void;
};

/**
 * Keeps Asterisk's hints true. The file stays for Asterisk's next start. A hint that is gone ends its subscriptions.
 */
export function openHintLoader({ connection, readExtensions, onRead, request, log }: HintLoaderOptions): HintLoader {
  let loaded: { by: VoiceConnection; text: string } | undefined;

  async function load(): Promise<void> {
    const to = connection();
    if (!to?.hintsFile) return;
    const extensions = await readExtensions();
    onRead(extensions);
    const text = writeHints(extensions);
    if (loaded?.by === to && loaded.text === text) return;
    writeFileSync(to.hintsFile, text);
    const { status } = await request('PUT', 'asterisk/modules/pbx_config.so').catch(goesOnLoading);
    if (status >= 300) throw new Error(`Asterisk does not read its dialplan again: ${status}`);
    loaded = { by: to, text };
  }
  const work = gatherWork(load, log);

  return {
    // at first phones may be waiting for them
    refresh: () => connection() && work.due(loaded ? GATHER_MS : 0),
    stop: work.stop,
  };
}

/** Thousands of hints take longer than a request may. Asterisk has it, and calls go on meanwhile. */
function goesOnLoading(error: unknown): { status: number } {
  if (error instanceof errors.HeadersTimeoutError) return { status: 202 };
  throw error;
}

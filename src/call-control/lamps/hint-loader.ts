import { writeFileSync } from 'node:fs';
import { errors } from 'undici';
import type { VoiceConnection } from '../../asterisk/connection.ts';
import type { Request } from '../ari/ari.ts';
import { reloadModule } from '../ari/reload-module.ts';
import { GATHER_MS, coalesceWork } from '../writing/coalesced-work.ts';
import { type WatchableExtension, writeHints } from './hints.ts';

export type HintLoaderOptions = {
  connection: () => VoiceConnection | undefined;
  readExtensions: () => Promise<WatchableExtension[]>;
  /** called with the extensions before Asterisk gets their hints */
  onRead: (extensions: WatchableExtension[]) => void;
  request: Request;
  log: (error: unknown) => void;
};

/** Lets the phones of a tenant watch each other (busy lamp fields, RFC 4235). */
export type HintLoader = {
  /** Call this when extensions have changed, or Asterisk has started. */
  refresh(): void;
  stop(): void;
};

/**
 * Keeps Asterisk's hints up to date. The file remains for Asterisk's next start. Removing a hint ends its
 * subscriptions.
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
    await reloadModule(request, 'pbx_config.so').catch(ignoreTimeout);
    loaded = { by: to, text };
  }
  const work = coalesceWork(load, log);

  return {
    // at the start, phones may be waiting for the hints
    refresh: () => connection() && work.schedule(loaded ? GATHER_MS : 0),
    stop: work.stop,
  };
}

/** Loading thousands of hints takes longer than the request's timeout. Asterisk continues, and calls are not affected. */
function ignoreTimeout(error: unknown): void {
  if (!(error instanceof errors.HeadersTimeoutError)) throw error;
}

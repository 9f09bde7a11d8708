import { writeFileSync } from 'node:fs';
import { errors } from 'undici';
import type { VoiceConnection } from '../asterisk/connection.ts';
import { type WatchableExtension, writeHints } from './hints.ts';
import type { Request } from './ari.ts';

export type HintLoaderOptions = {
  connection: () => VoiceConnection | undefined;
  readExtensions: () => Promise<WatchableExtension[]>;
  request: Request;
  log: (error: unknown) => void;
};

/** Lets the phones of a tenant watch each other (busy lamp fields, RFC 4235). */
export type HintLoader = {
  /** Extensions have changed, or Asterisk has been started. */
  refresh(): void;
  stop(): void;
};

/** Changes within it are one reload of the dialplan. */
const GATHER_MS = 1000;
/** A dialplan that takes long to load is loaded less often. */
const PAUSE_FACTOR = 10;
const RETRY_MS = 5000;

/**
 * Keeps Asterisk's hints true. The file stays for Asterisk's next start. A hint that is gone ends its subscriptions.
 */
export function openHintLoader({ connection, readExtensions, request, log }: HintLoaderOptions): HintLoader {
  let loaded: { by: VoiceConnection; text: string } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isBusy = false;
  let isDue = false;
  let isStopped = false;

  async function load(): Promise<void> {
    const to = connection();
    if (!to?.hintsFile) return;
    const text = writeHints(await readExtensions());
    if (loaded?.by === to && loaded.text === text) return;
    writeFileSync(to.hintsFile, text);
    const { status } = await request('PUT', 'asterisk/modules/pbx_config.so').catch(goesOnLoading);
    if (status >= 300) throw new Error(`Asterisk does not read its dialplan again: ${status}`);
    loaded = { by: to, text };
  }
  function loadSoon(milliseconds: number): void {
    isDue = true;
    if (!isStopped && !isBusy) timer ??= setTimeout(() => void loadDue(), milliseconds);
  }
  async function loadDue(): Promise<void> {
    timer = undefined;
    isDue = false;
    isBusy = true;
    let wait = GATHER_MS;
    const began = performance.now();
    try {
      await load();
      wait = Math.max(wait, PAUSE_FACTOR * (performance.now() - began));
    } catch (error) {
      log(error);
      isDue = true;
      wait = RETRY_MS;
    }
    // what changes meanwhile waits as long as the rest
    timer = setTimeout(() => {
      timer = undefined;
      isBusy = false;
      if (isDue) loadSoon(0);
    }, wait);
  }

  return {
    // at first phones may be waiting for them
    refresh: () => connection() && loadSoon(loaded ? GATHER_MS : 0),
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/** Thousands of hints take longer than a request may. Asterisk has it, and calls go on meanwhile. */
function goesOnLoading(error: unknown): { status: number } {
  if (error instanceof errors.HeadersTimeoutError) return { status: 202 };
  throw error;
}

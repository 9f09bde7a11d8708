import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { LiveChange, LiveState } from '../../../src/live/contract.ts';
import { watchTenant } from '../../../src/live/endpoints.ts';
import { applyChange } from '../../../src/live/rules.ts';
import { sleep } from '../../../src/platform/time/sleep.ts';
import { ApiError, openEvents } from './api.ts';
import { addressOf } from './call.ts';

/** The known state of a tenant's extensions and calls. `state` is null until the first snapshot. */
export type Live = {
  state: LiveState | null;
  isConnected: boolean;
  /** how far the server's clock is ahead of ours, in milliseconds */
  clockOffset: number;
};

export type LiveListener = {
  onLive: (live: Live) => void;
  onChange: (change: LiveChange, before: LiveState) => void;
  onRefused: (error: ApiError) => void;
};

const FIRST_WAIT_MS = 1000;
const MAX_WAIT_MS = 30_000;
/** A stream that lasted this long was healthy, so the next wait is short again. */
const HEALTHY_MS = 30_000;
/** The server sends something every 15 seconds. A silent connection is dead, for example after a laptop has slept. */
const SILENCE_MS = 40_000;

/**
 * Stays connected to a tenant's event stream, and returns the function that ends it. Disconnects while the page is hidden, because a browser opens
 * only six connections to a server over HTTP/1.1, and many tabs would use them up.
 */
export function connectLive(tenantId: string, { onLive, onChange, onRefused }: LiveListener): () => void {
  let live: Live = { state: null, isConnected: false, clockOffset: 0 };
  let lastEventId: string | null = null;
  let visit = new AbortController();

  function set(changed: Partial<Live>): void {
    live = { ...live, ...changed };
    onLive(live);
  }
  async function readOnce(signal: AbortSignal): Promise<void> {
    const silent = new AbortController();
    const stop = AbortSignal.any([signal, silent.signal]);
    const url = addressOf(watchTenant, { params: { tenantId } });
    const { body, serverTime } = await openEvents(url, lastEventId, stop);
    let timer = setTimeout(() => silent.abort(), SILENCE_MS);
    const heard = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => silent.abort(), SILENCE_MS);
    };
    const events = body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream({ onComment: heard }));
    const reader = events.getReader();
    try {
      if (!Number.isNaN(serverTime)) set({ clockOffset: serverTime - Date.now() });
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        heard();
        const { event, id, data } = next.value;
        take(event, data);
        lastEventId = id ?? lastEventId;
      }
    } finally {
      clearTimeout(timer);
    }
  }
  /** Not validated, like the responses of `send`. */
  function take(event: string | undefined, data: string): void {
    if (event === 'snapshot') set({ state: JSON.parse(data) as LiveState, isConnected: true });
    if (event !== 'change' || !live.state) return;
    const change = JSON.parse(data) as LiveChange;
    const before = live.state;
    set({ state: applyChange(before, change), isConnected: true });
    onChange(change, before);
  }
  async function keepReading(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted; failures++) {
      const began = Date.now();
      try {
        await readOnce(signal);
      } catch (error) {
        if (error instanceof ApiError && error.status > 0 && !signal.aborted) onRefused(error);
      }
      if (signal.aborted) return;
      set({ isConnected: false });
      if (Date.now() - began >= HEALTHY_MS) failures = 0;
      // random, so that clients don't all reconnect at once after a restart
      const wait = Math.min(FIRST_WAIT_MS * 2 ** failures, MAX_WAIT_MS) * (0.5 + Math.random() / 2);
      await sleep(wait, signal);
    }
  }
  function onVisibility(): void {
    visit.abort();
    if (document.hidden) return;
    visit = new AbortController();
    void keepReading(visit.signal);
  }

  document.addEventListener('visibilitychange', onVisibility);
  onVisibility();
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    visit.abort();
  };
}

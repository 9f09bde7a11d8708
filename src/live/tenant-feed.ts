import { randomBytes } from 'node:crypto';
import { type EventStream, writeEvent } from '../platform/http/responses/event-stream.ts';
import type { LiveState } from './contract.ts';
import { changeBetween } from './rules.ts';

export type FeedOptions = {
  read: () => Promise<LiveState>;
  log: (error: unknown) => void;
};

/** The live state of one tenant and its readers. */
export type TenantFeed = {
  join(stream: EventStream): void;
  /** Call it when something has changed, or may have. */
  refresh(): void;
  streams(): Iterable<EventStream>;
  close(): void;
};

/** The minimum time between two reads of a tenant, however much changes. */
const MIN_PAUSE_MS = 200;
/** The pause in multiples of the last read's duration, so that a large tenant is read less often. */
const PAUSE_FACTOR = 4;
const RETRY_MS = 1000;
/** Changes stored for readers that reconnect. */
const MAX_CHANGES = 100;

/** Reads a tenant once for all its readers, and sends them what has changed. */
export function openTenantFeed({ read, log }: FeedOptions): TenantFeed {
  // ids of any other feed lead to a new snapshot
  const feed = randomBytes(4).toString('hex');
  const streams = new Set<EventStream>();
  const changes: { number: number; text: string }[] = [];
  let state: LiveState | null = null;
  let number = 0;
  let isStale = true;
  let isReading = false;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const idOf = (event: number): string => `${feed}.${event}`;

  function readSoon(milliseconds: number): void {
    isReading = true;
    timer = setTimeout(() => void readNow(), milliseconds);
  }
  async function readNow(): Promise<void> {
    isStale = false;
    const began = performance.now();
    let pause = MIN_PAUSE_MS;
    try {
      take(await read());
      pause = Math.max(pause, PAUSE_FACTOR * (performance.now() - began));
    } catch (error) {
      log(error);
      isStale = true;
      pause = RETRY_MS;
    }
    if (isClosed) return;
    // changes during the pause are read after it
    timer = setTimeout(() => {
      isReading = false;
      if (isStale) readSoon(0);
    }, pause);
  }
  function take(read_: LiveState): void {
    if (isClosed) return;
    const before = state;
    state = read_;
    if (before === null) {
      for (const stream of streams) sendSnapshot(stream, state);
      return;
    }
    const change = changeBetween(before, state);
    if (!change) return;
    number++;
    const text = writeEvent('change', idOf(number), change);
    changes.push({ number, text });
    if (changes.length > MAX_CHANGES) changes.shift();
    for (const stream of streams) stream.send(text);
  }
  function sendSnapshot(stream: EventStream, present: LiveState): void {
    stream.send(writeEvent('snapshot', idOf(number), present));
  }
  /** The changes that a reader has missed; null if not all are stored. */
  function missedBy({ lastEventId }: EventStream): string[] | null {
    const [of, last] = lastEventId?.split('.') ?? [];
    const seen = Number(last);
    const oldest = changes[0]?.number ?? number + 1;
    if (of !== feed || !(seen >= oldest - 1 && seen <= number)) return null;
    return changes.filter((change) => change.number > seen).map(({ text }) => text);
  }

  return {
    join(stream) {
      streams.add(stream);
      stream.onClosed(() => streams.delete(stream));
      if (state === null) return;
      const missed = missedBy(stream);
      if (missed === null) sendSnapshot(stream, state);
      else for (const text of missed) stream.send(text);
    },
    refresh() {
      isStale = true;
      if (!isReading && !isClosed) readSoon(0);
    },
    streams: () => streams,
    close() {
      isClosed = true;
      clearTimeout(timer);
      for (const stream of streams) stream.end();
    },
  };
}

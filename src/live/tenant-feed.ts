import { randomBytes } from 'node:crypto';
import { type EventStream, writeEvent } from '../platform/http/responses/event-stream.ts';
import type { LiveState } from './contract.ts';
import { changeBetween } from './rules.ts';

export type FeedOptions = {
  read: () => Promise<LiveState>;
  log: (error: unknown) => void;
};

/** The minimum time between two reads of a tenant, however much changes. */
const MIN_PAUSE_MS = 200;
/** The pause in multiples of the last read's duration, so that a large tenant is read less often. */
const PAUSE_FACTOR = 4;
const RETRY_MS = 1000;
/** Changes stored for readers that reconnect. */
const MAX_CHANGES = 100;

/** The live state of one tenant and its readers. It is read once for all of them, and each gets what has changed. */
export class TenantFeed {
  readonly #options: FeedOptions;
  /** Ids of any other feed lead to a new snapshot. */
  readonly #name = randomBytes(4).toString('hex');
  readonly #streams = new Set<EventStream>();
  readonly #changes: { number: number; text: string }[] = [];
  #state: LiveState | null = null;
  #number = 0;
  #isStale = true;
  #isReading = false;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  get streams(): ReadonlySet<EventStream> {
    return this.#streams;
  }

  join(stream: EventStream): void {
    this.#streams.add(stream);
    stream.onClosed(() => this.#streams.delete(stream));
    if (this.#state === null) return;
    const missed = this.#missedBy(stream);
    if (missed === null) this.#sendSnapshot(stream, this.#state);
    else for (const text of missed) stream.send(text);
  }

  /** Call it when something has changed, or may have. */
  refresh(): void {
    this.#isStale = true;
    if (!this.#isReading && !this.#isClosed) this.#readSoon();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    for (const stream of this.#streams) stream.end();
  }

  #readSoon(): void {
    this.#isReading = true;
    this.#timer = setTimeout(() => void this.#read(), 0);
  }

  async #read(): Promise<void> {
    this.#isStale = false;
    const began = performance.now();
    let pause = MIN_PAUSE_MS;
    try {
      this.#take(await this.#options.read());
      pause = Math.max(pause, PAUSE_FACTOR * (performance.now() - began));
    } catch (error) {
      this.#options.log(error);
      this.#isStale = true;
      pause = RETRY_MS;
    }
    if (this.#isClosed) return;
    // changes during the pause are read after it
    this.#timer = setTimeout(() => {
      this.#isReading = false;
      if (this.#isStale) this.#readSoon();
    }, pause);
  }

  #take(state: LiveState): void {
    if (this.#isClosed) return;
    const before = this.#state;
    this.#state = state;
    if (before === null) {
      for (const stream of this.#streams) this.#sendSnapshot(stream, state);
      return;
    }
    const change = changeBetween(before, state);
    if (!change) return;
    this.#number++;
    const text = writeEvent('change', this.#id, change);
    this.#changes.push({ number: this.#number, text });
    if (this.#changes.length > MAX_CHANGES) this.#changes.shift();
    for (const stream of this.#streams) stream.send(text);
  }

  /** The id of the last event. */
  get #id(): string {
    return `${this.#name}.${this.#number}`;
  }

  #sendSnapshot(stream: EventStream, state: LiveState): void {
    stream.send(writeEvent('snapshot', this.#id, state));
  }

  /** The changes that a reader has missed; null if not all are stored. */
  #missedBy({ lastEventId }: EventStream): string[] | null {
    const [name, last] = lastEventId?.split('.') ?? [];
    const seen = Number(last);
    const oldest = this.#changes[0]?.number ?? this.#number + 1;
    if (name !== this.#name || !(seen >= oldest - 1 && seen <= this.#number)) return null;
    return this.#changes.filter((change) => change.number > seen).map(({ text }) => text);
  }
}

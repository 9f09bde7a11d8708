import { EventSourceParserStream, type EventSourceMessage } from 'eventsource-parser/stream';
import { LiveChange, LiveState } from '../src/live/contract.ts';
import { applyChange } from '../src/live/rules.ts';
import { until } from './until.ts';

/** A program that watches a tenant as docs/api.md describes. */
export type EventReader = AsyncDisposable & {
  readonly response: Response;
  /** as they came */
  readonly events: EventSourceMessage[];
  state(): LiveState | null;
  lastEventId(): string;
  /** whether the server has ended the stream */
  hasEnded(): boolean;
  /** Waits for a state that satisfies the condition. */
  until(what: string, isTrue: (state: LiveState) => boolean, withinMs?: number): Promise<LiveState>;
};

export type ReaderOptions = {
  url: string;
  tenantId: string;
  lastEventId?: string;
  state?: LiveState;
} & ({ token: string } | { key: string });

export async function readEvents({ url, tenantId, ...from }: ReaderOptions): Promise<EventReader> {
  const stop = new AbortController();
  const response = await fetch(`${url}/api/v1/tenants/${tenantId}/live`, {
    headers: {
      ...('key' in from ? { authorization: `Bearer ${from.key}` } : { cookie: `session=${from.token}` }),
      accept: 'text/event-stream',
      ...(from.lastEventId !== undefined && { 'last-event-id': from.lastEventId }),
    },
    signal: stop.signal,
  });
  const events: EventSourceMessage[] = [];
  let state = from.state ?? null;
  let hasEnded = false;

  async function read(body: ReadableStream<Uint8Array>): Promise<void> {
    const parsed = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
    for await (const event of parsed) {
      events.push(event);
      const data: unknown = JSON.parse(event.data);
      if (event.event === 'snapshot') state = LiveState.parse(data);
      else if (state) state = applyChange(state, LiveChange.parse(data));
    }
  }
  const reading = response.ok && response.body ? read(response.body) : Promise.resolve();
  void reading.catch(() => {}).then(() => (hasEnded = true));
  return {
    response,
    events,
    state: () => state,
    lastEventId: () => events.at(-1)?.id ?? '',
    hasEnded: () => hasEnded,
    until: (what, isTrue, withinMs) => until(what, () => state && isTrue(state) && state, withinMs),
    async [Symbol.asyncDispose]() {
      stop.abort();
      await reading.catch(() => {});
    },
  };
}

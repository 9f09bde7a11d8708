import type { FastifyReply, FastifyRequest } from 'fastify';
import { Gauge } from 'prom-client';
import { processMetrics } from '../process/metrics.ts';

/** How often something is sent at least: proxies close a connection that carries nothing. */
const COMMENT_MS = 15_000;
/** How soon a browser's own EventSource comes back. */
const RETRY_MS = 2000;
/** What a reader may leave unread before it is dropped. It comes back and gets the present state. */
const MOST_UNREAD_BYTES = 4_000_000;

const openStreams = new Gauge({
  name: 'event_streams_open',
  help: 'Event streams that are open',
  registers: [processMetrics],
});

/** One reader of server-sent events (WHATWG HTML, 9.2). */
export type EventStream = {
  /** the last event that the reader has from an earlier stream */
  readonly lastEventId: string | null;
  /** whose rights opened it */
  readonly userId: string | null;
  /** whether the request would be let in now: rights are checked when a stream is opened, and may end later */
  isStillAllowed(): Promise<boolean>;
  send(event: string): void;
  end(): void;
  /** called once, when either side has ended it */
  onClosed(listener: () => void): void;
};

/** An event as it is sent. */
export const writeEvent = (name: string, id: string, data: unknown): string =>
  `event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;

/** A client that names this type alone, as EventSource does, wants the stream. */
export const wantsEvents = ({ method, headers }: FastifyRequest): boolean =>
  method === 'GET' && (headers.accept ?? '').includes('text/event-stream');

/** A good response that goes on as a stream of events. It is opened after the commit and holds no connection to the database. */
export class EventStreamResponse {
  readonly #serve: (stream: EventStream) => void;

  constructor(serve: (stream: EventStream) => void) {
    this.#serve = serve;
  }

  /** Past the hooks that compress and measure a response with an end: a compressor would hold events back. */
  open(request: FastifyRequest, reply: FastifyReply, isStillAllowed: () => Promise<boolean>): void {
    reply.hijack();
    const { raw } = reply;
    const lastEventId = request.headers['last-event-id'];
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      // nginx would gather events until its buffer is full
      'x-accel-buffering': 'no',
      // a server that stops does not wait for a next request
      connection: 'close',
    });
    raw.write(`retry: ${RETRY_MS}\n\n`);
    const comments = setInterval(() => send(':\n\n'), COMMENT_MS);
    openStreams.inc();
    raw.once('close', () => {
      clearInterval(comments);
      openStreams.dec();
    });
    function send(text: string): void {
      if (raw.writableLength > MOST_UNREAD_BYTES) raw.destroy();
      else raw.write(text);
    }
    this.#serve({
      lastEventId: typeof lastEventId === 'string' ? lastEventId : null,
      userId: request.caller?.id ?? null,
      isStillAllowed,
      send,
      end: () => void raw.end(),
      onClosed: (listener) => void raw.once('close', listener),
    });
  }
}

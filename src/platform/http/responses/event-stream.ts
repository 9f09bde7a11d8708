import type { FastifyReply, FastifyRequest } from 'fastify';
import { Gauge } from 'prom-client';
import { processMetrics } from '../../process/metrics.ts';

/** The maximum time without sending anything, because proxies close idle connections. */
const COMMENT_MS = 15_000;
/** How soon a browser's EventSource reconnects. */
const RETRY_MS = 2000;
/** How much a reader may leave unread before it is dropped. It can reconnect and get the current state. */
const MAX_UNREAD_BYTES = 4_000_000;

const openStreams = new Gauge({
  name: 'event_streams_open',
  help: 'Event streams that are open',
  registers: [processMetrics],
});

/** Whether a request is allowed, and until when if nothing changes; null for without an end. */
export type Access = { isAllowed: true; until: Date | null } | { isAllowed: false };

/** One reader of server-sent events (WHATWG HTML, 9.2). */
export type EventStream = {
  /** the last event that the reader got from an earlier stream */
  readonly lastEventId: string | null;
  /** the user or the API key that opened it */
  readonly callerId: string | null;
  /** Checks whether the request would still be allowed, because access is checked when a stream is opened and may end later. */
  checkAccess(): Promise<Access>;
  isOpen(): boolean;
  send(event: string): void;
  end(): void;
  /** called once, when either side has closed it */
  onClosed(listener: () => void): void;
};

/** Formats an event. */
export const writeEvent = (name: string, id: string, data: unknown): string =>
  `event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;

/** Only a client that accepts nothing else, like EventSource, gets the stream. */
export const wantsEvents = ({ method, headers }: FastifyRequest): boolean =>
  method === 'GET' && (headers.accept ?? '').includes('text/event-stream');

/** A successful response that is a stream of events. It is opened after the commit and has no database connection. */
export class EventStreamResponse {
  readonly #serve: (stream: EventStream) => void;

  constructor(serve: (stream: EventStream) => void) {
    this.#serve = serve;
  }

  /** Bypasses the hooks for compression and measuring, because a compressor would delay events. */
  open(request: FastifyRequest, reply: FastifyReply, checkAccess: () => Promise<Access>): void {
    reply.hijack();
    const { raw } = reply;
    const lastEventId = request.headers['last-event-id'];
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      // otherwise nginx would buffer events
      'x-accel-buffering': 'no',
      // so that a stopping server doesn't wait for another request
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
      if (raw.writableLength > MAX_UNREAD_BYTES) raw.destroy();
      else raw.write(text);
    }
    this.#serve({
      lastEventId: typeof lastEventId === 'string' ? lastEventId : null,
      callerId: request.caller?.id ?? null,
      checkAccess,
      isOpen: () => !raw.closed && !raw.writableEnded,
      send,
      end: () => void raw.end(),
      onClosed: (listener) => void raw.once('close', listener),
    });
  }
}

import type { FastifyBaseLogger } from 'fastify';
import { TenantStatusNotice } from '../calls/contract.ts';
import { asTenant, type Db } from '../platform/db/db.ts';
import { listenToDatabase } from '../platform/db/listen.ts';
import type { EventStream } from '../platform/http/responses/event-stream.ts';
import { limitConcurrency } from '../platform/process/concurrency-limit.ts';
import { AccessNotice, LiveNotice } from './contract.ts';
import { readLiveState } from './live.ts';
import { TenantFeed } from './tenant-feed.ts';

/** How often to read without a notification, because registrations expire silently and notifications can be lost. */
const REREAD_MS = 10_000;
/** Finds access that ended without a notification. */
const RECHECK_MS = 30_000;
/** The least time between two checks at the end of a session or a key, in case the database's clock is behind. */
const EXPIRY_MS = 500;
/** The longest time that a timer can wait. */
const MAX_TIMER_MS = 2 ** 31 - 1;
/** How long a tenant is still watched after its last reader, in case readers only lost their connection. */
const LINGER_MS = 30_000;
/** How many tenants are read at a time, so that connections are left for requests. */
const READERS = 4;

const CHANNELS = ['tenant_live', 'tenant_status', 'access_changed'] as const;

type WatchOptions = { db: Db; databaseUrl: string; log: FastifyBaseLogger };

/**
 * Sends tenants' changes to streams. Each process has one connection for notifications, and reads a tenant once per change, however many streams there
 * are. Without streams, it does nothing and has no connection.
 */
export class LiveWatch {
  readonly #options: WatchOptions;
  readonly #feeds = new Map<string, TenantFeed>();
  /** Timers for the moments at which streams' sessions or keys expire. */
  readonly #expiries = new Map<EventStream, NodeJS.Timeout>();
  readonly #inTurn = limitConcurrency(READERS);
  #stopListening: (() => void) | undefined;
  #isClosed = false;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  watch(tenantId: string, stream: EventStream): void {
    if (this.#isClosed) {
      stream.end();
      return;
    }
    const feed = this.#feedOf(tenantId);
    feed.join(stream);
    stream.onClosed(() => {
      this.#forgetExpiry(stream);
      setTimeout(() => this.#leave(tenantId, feed), LINGER_MS).unref();
    });
    // access may have ended between the request's check and here, when there was no stream to end yet
    this.#recheck([stream]);
  }

  /** Ends all streams. */
  close(): void {
    this.#isClosed = true;
    this.#stopListening?.();
    for (const feed of this.#feeds.values()) feed.close();
    this.#feeds.clear();
    for (const stream of this.#expiries.keys()) this.#forgetExpiry(stream);
  }

  #feedOf(tenantId: string): TenantFeed {
    const known = this.#feeds.get(tenantId);
    if (known) return known;
    const { db, log } = this.#options;
    const feed = new TenantFeed({
      read: () => this.#inTurn(() => asTenant(db, tenantId, (tx) => readLiveState(tx, tenantId))),
      log: (err) => log.warn({ err, tenant: tenantId }, 'the live state of a tenant could not be read; trying again'),
    });
    this.#feeds.set(tenantId, feed);
    this.#stopListening ??= this.#listen();
    feed.refresh();
    return feed;
  }

  #leave(tenantId: string, feed: TenantFeed): void {
    if (this.#feeds.get(tenantId) !== feed || feed.streams.size > 0) return;
    feed.close();
    this.#feeds.delete(tenantId);
    if (this.#feeds.size > 0) return;
    this.#stopListening?.();
    this.#stopListening = undefined;
  }

  #listen(): () => void {
    const { databaseUrl, log } = this.#options;
    const stop = listenToDatabase(databaseUrl, CHANNELS, {
      name: 'live',
      onNotice: (channel, payload) => this.#onNotice(channel, payload),
      onConnected: () => {
        this.#refreshAll();
        this.#recheck(this.#allStreams());
      },
      log: (err) => log.warn({ err }, 'the database is out of reach'),
    });
    const rereading = setInterval(() => this.#refreshAll(), REREAD_MS);
    const rechecking = setInterval(() => this.#recheck(this.#allStreams()), RECHECK_MS);
    return () => {
      stop();
      clearInterval(rereading);
      clearInterval(rechecking);
    };
  }

  #onNotice(channel: (typeof CHANNELS)[number], payload: unknown): void {
    switch (channel) {
      case 'tenant_live': {
        const { tenants } = LiveNotice.parse(payload);
        if (tenants === null) this.#refreshAll();
        else for (const id of tenants) this.#feeds.get(id)?.refresh();
        break;
      }
      case 'tenant_status': {
        const feed = this.#feeds.get(TenantStatusNotice.parse(payload).tenantId);
        feed?.refresh();
        this.#recheck(feed?.streams ?? []);
        break;
      }
      case 'access_changed': {
        const { users } = AccessNotice.parse(payload);
        this.#recheck(this.#allStreams().filter(({ callerId }) => users === null || users.includes(callerId ?? '')));
      }
    }
  }

  #refreshAll(): void {
    for (const feed of this.#feeds.values()) feed.refresh();
  }

  #allStreams(): EventStream[] {
    return [...this.#feeds.values()].flatMap((feed) => [...feed.streams]);
  }

  /** Ends the streams whose readers have lost access. While the database is down, nothing is sent anyway. */
  #recheck(streams: Iterable<EventStream>): void {
    for (const stream of streams) {
      this.#inTurn(() => stream.checkAccess()).then(
        (access) => {
          if (access.isAllowed) this.#recheckAt(stream, access.until);
          else stream.end();
        },
        (err: unknown) => this.#options.log.warn({ err }, 'the rights of a stream could not be checked; trying again'),
      );
    }
  }

  #recheckAt(stream: EventStream, until: Date | null): void {
    this.#forgetExpiry(stream);
    if (until === null || this.#isClosed || !stream.isOpen()) return;
    const wait = Math.min(Math.max(until.getTime() - Date.now(), EXPIRY_MS), MAX_TIMER_MS);
    this.#expiries.set(stream, setTimeout(() => this.#recheck([stream]), wait).unref());
  }

  #forgetExpiry(stream: EventStream): void {
    clearTimeout(this.#expiries.get(stream));
    this.#expiries.delete(stream);
  }
}

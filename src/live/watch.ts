import type { FastifyBaseLogger } from 'fastify';
import { asTenant, type Db } from '../platform/db/db.ts';
import { listenToDatabase } from '../platform/db/listen.ts';
import type { EventStream } from '../platform/http/responses/event-stream.ts';
import { limitConcurrency } from '../platform/process/concurrency-limit.ts';
import { TenantStatusNotice } from '../calls/contract.ts';
import { AccessNotice, LiveNotice } from './contract.ts';
import { readLiveState } from './live.ts';
import { openTenantFeed, type TenantFeed } from './tenant-feed.ts';

/** Sends tenants' changes to streams. Without streams, it does nothing and has no connection. */
export type LiveWatch = {
  watch(tenantId: string, stream: EventStream): void;
  /** Ends all streams. */
  close(): void;
};

/** How often to read without a notification, because registrations expire silently and notifications can be lost. */
const REREAD_MS = 10_000;
/** Finds access that ended without a notification, such as an expired session. */
const RECHECK_MS = 30_000;
/** How long a tenant is still watched after its last reader, in case readers only lost their connection. */
const LINGER_MS = 30_000;
/** How many tenants are read at a time, so that connections are left for requests. */
const READERS = 4;

type WatchOptions = { db: Db; databaseUrl: string; log: FastifyBaseLogger };

/** Each process has one connection for notifications, and reads a tenant once per change, however many streams there are. */
export function openLiveWatch({ db, databaseUrl, log }: WatchOptions): LiveWatch {
  const feeds = new Map<string, TenantFeed>();
  const inTurn = limitConcurrency(READERS);
  let stopWatching: (() => void) | undefined;
  let isClosed = false;

  function feedOf(tenantId: string): TenantFeed {
    const known = feeds.get(tenantId);
    if (known) return known;
    const feed = openTenantFeed({
      read: () => inTurn(() => asTenant(db, tenantId, (tx) => readLiveState(tx, tenantId))),
      log: (err) => log.warn({ err, tenant: tenantId }, 'the live state of a tenant could not be read; trying again'),
    });
    feeds.set(tenantId, feed);
    stopWatching ??= startWatching();
    feed.refresh();
    return feed;
  }
  function leave(tenantId: string, feed: TenantFeed): void {
    if (feeds.get(tenantId) !== feed || [...feed.streams()].length > 0) return;
    feed.close();
    feeds.delete(tenantId);
    if (feeds.size > 0) return;
    stopWatching?.();
    stopWatching = undefined;
  }
  function startWatching(): () => void {
    const stopListening = listenToDatabase(databaseUrl, ['tenant_live', 'tenant_status', 'access_changed'], {
      name: 'live',
      onNotice,
      onConnected() {
        refreshAll();
        recheck(allStreams());
      },
      log: (err) => log.warn({ err }, 'the database is out of reach'),
    });
    const rereading = setInterval(refreshAll, REREAD_MS);
    const rechecking = setInterval(() => recheck(allStreams()), RECHECK_MS);
    return () => {
      stopListening();
      clearInterval(rereading);
      clearInterval(rechecking);
    };
  }
  function onNotice(channel: string, payload: unknown): void {
    switch (channel) {
      case 'tenant_live': {
        const { tenants } = LiveNotice.parse(payload);
        if (tenants === null) refreshAll();
        else for (const id of tenants) feeds.get(id)?.refresh();
        break;
      }
      case 'tenant_status': {
        const feed = feeds.get(TenantStatusNotice.parse(payload).tenantId);
        feed?.refresh();
        recheck(feed?.streams() ?? []);
        break;
      }
      case 'access_changed': {
        const { users } = AccessNotice.parse(payload);
        recheck(allStreams().filter(({ userId }) => users === null || users.includes(userId ?? '')));
      }
    }
  }
  function refreshAll(): void {
    for (const feed of feeds.values()) feed.refresh();
  }
  const allStreams = (): EventStream[] => [...feeds.values()].flatMap((feed) => [...feed.streams()]);

  /** Ends the streams whose readers have lost access. While the database is down, nothing is sent anyway. */
  function recheck(streams: Iterable<EventStream>): void {
    for (const stream of streams) {
      inTurn(() => stream.isStillAllowed()).then(
        (isAllowed) => isAllowed || stream.end(),
        (err: unknown) => log.warn({ err }, 'the rights of a stream could not be checked; trying again'),
      );
    }
  }

  return {
    watch(tenantId, stream) {
      if (isClosed) return stream.end();
      const feed = feedOf(tenantId);
      feed.join(stream);
      stream.onClosed(() => setTimeout(() => leave(tenantId, feed), LINGER_MS).unref());
      // access may have ended between the request's check and here, when there was no stream to end yet
      recheck([stream]);
      return undefined;
    },
    close() {
      isClosed = true;
      stopWatching?.();
      for (const feed of feeds.values()) feed.close();
      feeds.clear();
    },
  };
}

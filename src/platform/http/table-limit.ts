import { finished, type Writable } from 'node:stream';
import { sql } from 'kysely';
import type { Db } from '../db/db.ts';
import { oneRow } from '../db/rows.ts';
import { newId } from '../values/ids.ts';
import type { Caller } from './caller.ts';
import { fail } from './errors.ts';

/** The limit of whole tables that a partner or tenant can read at once, over all servers. */
const MAX_AT_ONCE = 4;
const RETRY_AFTER_SECONDS = 5;
/** A place that wasn't renewed for this long is free again, because its process was killed. */
const PLACE_SECONDS = 60;
const RENEW_MS = 20_000;

/**
 * Limits simultaneous reads of whole tables, because each queries page after page as fast as the client reads, and the partner's other requests would
 * have to wait. Occupies a place until the response is sent or the client disconnects. Throws `rate_limited`.
 */
export function openTableLimit(db: Db, { renewMs = RENEW_MS }: { renewMs?: number } = {}) {
  const places = new Set<string>();
  /** Places that are being freed. */
  const ending = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;

  function hold(place: string): void {
    places.add(place);
    timer ??= setInterval(() => void renew(db, [...places]).catch(() => {}), renewMs).unref();
  }

  function release(place: string): void {
    places.delete(place);
    if (places.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
    // a place that can't be freed expires by itself
    const end = endPlace(db, place)
      .catch(() => {})
      .finally(() => ending.delete(end));
    ending.add(end);
  }

  return async function enter({ id, partner, tenant }: Caller, { raw }: { raw: Writable }): Promise<void> {
    const owner = partner?.id ?? tenant?.id ?? id;
    const place = newId();
    // so that a client that has just received its file can request the next
    await Promise.all(ending);
    if (!(await beginPlace(db, place, owner)))
      throw fail(
        'rate_limited',
        `At most ${MAX_AT_ONCE} files can be created at the same time. Try again when one is done.`,
        {
          extra: { retryAfter: RETRY_AFTER_SECONDS },
        },
      );
    hold(place);
    finished(raw, () => release(place));
  };
}

async function beginPlace(db: Db, place: string, owner: string): Promise<boolean> {
  const query = sql<{
    begun: boolean;
  }>`select begin_csv_download(${place}, ${owner}, ${MAX_AT_ONCE}, ${PLACE_SECONDS}) as begun`;
  return (await oneRow(db, query)).begun;
}

async function renew(db: Db, places: string[]): Promise<void> {
  await sql`select renew_csv_downloads(${places}::uuid[], ${PLACE_SECONDS})`.execute(db);
}

async function endPlace(db: Db, place: string): Promise<void> {
  await sql`select end_csv_download(${place})`.execute(db);
}

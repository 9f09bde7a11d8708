import type { z } from 'zod';
import type { Permission } from '../people/rules.ts';
import type { Tx } from '../platform/db/db.ts';
import type { Caller } from '../platform/http/caller.ts';
import { errorFactory, invalidField, platformErrors } from '../platform/http/errors.ts';
import { readCursor, writeCursor } from '../platform/http/paging.ts';
import { Event } from './catalogue-contract.ts';
import { eventErrors, type EventPage, type EventQuery } from './contract.ts';
import { readableTypes } from './rules.ts';
import * as sql from './sql.ts';

const fail = errorFactory({ ...platformErrors, ...eventErrors });

type Reader = { caller: Caller; partnerId: string; may: (permission: Permission) => boolean };

/** Codes: `cursor_expired`, `invalid` (a cursor that this feed didn't issue). */
export async function readEvents(
  tx: Tx,
  { caller, partnerId, may }: Reader,
  { after, limit }: z.output<typeof EventQuery>,
): Promise<z.output<typeof EventPage>> {
  // read first, so that an event placed meanwhile is on the next page
  const state = await sql.feedState(tx);
  const cursorAt = (position: string): string => writeCursor({ key: position, id: partnerId });
  const from = after === undefined ? state.dropped : positionOf(after, partnerId, state);
  if (BigInt(from) < BigInt(state.dropped))
    throw fail('cursor_expired', 'The events after this cursor are older than 30 days. Continue from the oldest.', {
      extra: { oldest: cursorAt(state.dropped) },
    });
  const rows = await sql.readFeed(tx, {
    after: from,
    upTo: state.position,
    types: readableTypes(may),
    tenantIds: caller.via === 'key' && caller.tenants !== 'all' ? [...caller.tenants] : null,
    limit: limit + 1,
  });
  const shown = rows.slice(0, limit);
  const hasMore = rows.length > limit;
  const last = hasMore ? shown.at(-1)?.position : undefined;
  return {
    items: shown.map(({ body }) => Event.parse(JSON.parse(body))),
    nextCursor: cursorAt(last ?? state.position),
    hasMore,
  };
}

function positionOf(after: string, partnerId: string, { position }: sql.FeedState): string {
  const cursor = readCursor(after, 'after');
  if (cursor?.id !== partnerId || !/^\d{1,18}$/.test(cursor.key) || BigInt(cursor.key) > BigInt(position))
    throw invalidField('after', 'Send a cursor that this list has given you.', 'This cursor isn’t valid.');
  return cursor.key;
}

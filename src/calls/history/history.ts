import type { z } from 'zod';
import { asTenant, type Db, type Tx } from '../../platform/db/db.ts';
import { eachPage } from '../../platform/db/each-page.ts';
import { eventsOf, type Owner, recordEvent } from '../../platform/db/events.ts';
import { cursorBy } from '../../platform/db/keyset.ts';
import { searchedDigits } from '../../platform/db/search.ts';
import { tenantZone } from '../../platform/db/tenant-owner.ts';
import type { Cell } from '../../platform/escape/csv.ts';
import type { Actor } from '../../platform/http/caller.ts';
import { type Cursor, onePage, readPage, readSort, toPage } from '../../platform/http/paging.ts';
import type { CallDetail, CallExportQuery, CallRecordList, CallRecordQuery } from './contract.ts';
import { callCells } from './csv.ts';
import { BY_START, type CallFilter, findCalls, listIds } from './keys-sql.ts';
import { type CallMedia, lookUp, toCallDetail, toCallRecord } from './record.ts';
import * as sql from './sql.ts';

/** Which calls somebody may read: all of the tenant's, those of one extension, or none. */
export type Reader = 'all' | 'nobody' | { extensionId: string };

const cursorOf = cursorBy<sql.CallRecordRow>(BY_START);

export async function listCallRecords(
  tx: Tx,
  media: CallMedia,
  { tenantId, query, reader }: { tenantId: string; query: CallRecordQuery; reader: Reader },
): Promise<z.output<typeof CallRecordList>> {
  const { limit, cursor, sort, ...filter } = query;
  if (reader === 'nobody') return onePage([]);
  const page = readPage<'startedAt'>({ limit, cursor, sort });
  const { ids, total } = await findCalls(tx, await toFilter(tx, { tenantId, query: filter, reader }), {
    ...page,
    limit: limit + 1,
  });
  const rows = await sql.callRecords(tx, ids, page.descending);
  const known = await lookUp(tx, media, { tenantId, rows, seesPrices: seesPrices(reader) });
  return toPage({ rows, limit, total }, cursorOf, (row) => toCallRecord(row, known));
}

/** Reads a call with its path. Null if the reader may not see it. */
export async function readCallRecord(tx: Tx, media: CallMedia, id: string, reader: Reader): Promise<CallDetail | null> {
  const row = await sql.findCallRecord(tx, id);
  if (!row || !mayRead(reader, row)) return null;
  return toCallDetail(
    row,
    await lookUp(tx, media, { tenantId: row.tenant_id, rows: [row], seesPrices: seesPrices(reader) }),
  );
}

/** Readers who only see their own calls see no prices. */
const seesPrices = (reader: Reader): boolean => reader === 'all';

const mayRead = (reader: Reader, row: sql.CallRecordRow): boolean =>
  reader === 'all' ||
  (reader !== 'nobody' &&
    [row.extension_id, row.called_extension_id, row.answered_extension_id].includes(reader.extensionId));

type Within = <R>(work: (tx: Tx) => Promise<R>) => Promise<R>;

/** Reads all matching calls, page by page. */
export async function* allCallRecords(
  within: Within,
  media: CallMedia,
  {
    tenantId,
    query = {},
    reader = 'all',
  }: { tenantId: string; query?: Partial<CallExportQuery>; reader?: Exclude<Reader, 'nobody'> },
): AsyncGenerator<CallDetail[]> {
  const { sort = '-startedAt', ...filter } = query;
  const { descending } = readSort<'startedAt'>(sort);
  const found = await within((tx) => toFilter(tx, { tenantId, query: filter, reader }));
  yield* eachPage((after: Cursor | null) =>
    within(async (tx) => {
      const ids = await listIds(tx, found, { descending, after, limit: EXPORT_PAGE });
      const rows = await sql.callRecords(tx, ids, descending);
      const known = await lookUp(tx, media, { tenantId, rows, seesPrices: seesPrices(reader) });
      const last = rows.at(-1);
      return {
        items: rows.map((row) => toCallDetail(row, known)),
        next: last && rows.length === EXPORT_PAGE ? cursorOf(last) : null,
      };
    }),
  );
}

const EXPORT_PAGE = 1000;

/** Records the export, then yields the calls as rows of `CALL_COLUMNS`, with times in the tenant's zone. */
export async function* exportCallRecords(
  db: Db,
  by: Actor,
  { tenant, query, media }: { tenant: Owner; query: CallExportQuery; media: CallMedia },
  readerOf: (tx: Tx) => Promise<Reader>,
): AsyncGenerator<Cell[][]> {
  const within: Within = (work) => asTenant(db, tenant.id, work);
  const { timezone, reader } = await within(async (tx) => {
    // a searched number is personal data and must not stay in the audit log
    const { number, search, ...filter } = query;
    await recordEvent(tx, by, {
      ...eventOf('calls.exported', tenant, tenant.id),
      after: { searched: (number ?? search) !== undefined, ...filter },
    });
    return { timezone: await tenantZone(tx, tenant.id), reader: await readerOf(tx) };
  });
  if (reader === 'nobody') return;
  const toCells = callCells(timezone);
  for await (const page of allCallRecords(within, media, { tenantId: tenant.id, query, reader }))
    yield page.map(toCells);
}

async function toFilter(
  tx: Tx,
  { tenantId, query, reader }: { tenantId: string; query: Partial<CallExportQuery>; reader: Exclude<Reader, 'nobody'> },
): Promise<CallFilter> {
  const { number, search, extensionId, outcome, direction, emergency, from, to } = query;
  const searched = number ?? search;
  const own = reader === 'all' ? [] : [reader.extensionId];
  return {
    tenantId,
    outcomes: outcome,
    direction,
    emergency,
    extensionIds: [...own, ...(extensionId === undefined ? [] : [extensionId])],
    // a search text without digits matches no call
    digits: searched && ((await searchedDigits(tx, searched)) ?? 'none'),
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
  };
}

const eventOf = eventsOf('tenant');

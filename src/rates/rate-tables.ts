import type { z } from 'zod';
import { profilesWithRates } from '../billing/profiles/profile-uses.ts';
import { prefixesOf } from '../billing/rating/prefixes.ts';
import { rateCall } from '../billing/rating/rate-call.ts';
import type { Tx } from '../platform/db/db.ts';
import { recordEvent } from '../platform/db/events.ts';
import { cursorBy } from '../platform/db/keyset.ts';
import type { Actor } from '../platform/http/caller.ts';
import { errorFactory, invalidField, notFound } from '../platform/http/errors.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import { onePage, readPage, toPage } from '../platform/http/paging.ts';
import { DEFAULT_HOME, toE164 } from '../platform/numbers/e164.ts';
import { MINUTE_MS } from '../platform/time/durations.ts';
import { newId } from '../platform/values/ids.ts';
import { fromMicros } from '../platform/values/money.ts';
import {
  type Price,
  type Rate,
  rateErrors,
  type RateLookup,
  type RateVersion,
  type RateQuery,
  type RateTable,
  type RateTableCreate,
  type RateTableQuery,
} from './contract.ts';
import type { SheetRate } from './rate-sheet.ts';
import * as sql from './sql.ts';

const fail = errorFactory(rateErrors);
export const nameTaken = () =>
  fail('rate_table_name_taken', 'Another rate table has this name.', {
    errors: [{ path: 'name', message: 'Taken. Choose another.' }],
  });

export async function listTables(tx: Tx, query: z.output<typeof RateTableQuery>, now: Date) {
  const page = readPage<keyof typeof sql.TABLE_SORTS>(query);
  const rows = await sql.listTables(tx, page);
  const lists = await sql.listsOf(
    tx,
    rows.map(({ id }) => id),
    now,
  );
  const total = await sql.countTables(tx);
  return toPage({ rows, limit: page.limit, total }, cursorBy(sql.TABLE_SORTS[page.sort]), (row) => toTable(row, lists));
}

export async function readTable(tx: Tx, row: sql.RateTableRow, now: Date): Promise<RateTable> {
  return toTable(row, await sql.listsOf(tx, [row.id], now));
}

export function toTable(row: sql.RateTableRow, lists: sql.Lists): RateTable {
  const list = (holds: boolean): RateTable['current'] => {
    const found = lists.find((one) => one.table_id === row.id && one.holds === holds);
    return found ? { id: found.id, validFrom: found.valid_from.toISOString(), rates: found.rates } : null;
  };
  const { id, name, currency, version } = row;
  return {
    id,
    name,
    currency,
    current: list(true),
    next: list(false),
    createdAt: row.created_at.toISOString(),
    version,
  };
}

/** Codes: `rate_table_name_taken`. */
export async function createTable(
  tx: Tx,
  by: Actor,
  partnerId: string,
  input: z.output<typeof RateTableCreate>,
): Promise<RateTable> {
  await sql.lockNames(tx, partnerId);
  const row = await sql.insertTable(tx, { id: newId(), partner_id: partnerId, ...input });
  if (!row) throw nameTaken();
  await recordEvent(tx, by, { action: 'rate_table.created', target: targetOf(row), partnerId, after: input });
  return toTable(row, []);
}

/** Codes: `rate_table_name_taken`, `stale_version`. */
export async function renameTable(
  tx: Tx,
  by: Actor,
  { found, name, ifMatch, now }: { found: sql.RateTableRow; name: string; ifMatch: number | null; now: Date },
): Promise<RateTable> {
  await sql.lockNames(tx, found.partner_id);
  const row = await lockTable(tx, found.id);
  checkVersion(ifMatch, row.version);
  if (name === row.name) return readTable(tx, row, now);
  if (await sql.nameIsTaken(tx, name, row.id)) throw nameTaken();
  const after = await sql.renameTable(tx, row.id, name);
  await recordEvent(tx, by, {
    action: 'rate_table.edited',
    target: targetOf(row),
    partnerId: row.partner_id,
    before: { name: row.name },
    after: { name },
  });
  return readTable(tx, after, now);
}

/** Returns those of these tables that are the partner's, and locks them against deletion until this transaction ends. */
export const lockTables = sql.lockTables;

/** Codes: `stale_version`, `rate_table_in_use`. */
export async function deleteTable(tx: Tx, by: Actor, found: sql.RateTableRow, ifMatch: number | null): Promise<void> {
  const row = await lockTable(tx, found.id);
  checkVersion(ifMatch, row.version);
  const profiles = await profilesWithRates(tx, row.id);
  if (profiles.length > 0)
    throw fail(
      'rate_table_in_use',
      `Tenants are billed by these rates: ${profiles.join(', ')}. Choose another table in these profiles first, and wait for the invoices of the cycles that began with this one.`,
      { extra: { profiles } },
    );
  await sql.deleteTable(tx, row.id);
  await recordEvent(tx, by, {
    action: 'rate_table.deleted',
    target: targetOf(row),
    partnerId: row.partner_id,
    before: { name: row.name, currency: row.currency },
  });
}

/** The noun for a table in the audit log. */
export const nounOf = ({ kind }: Pick<sql.RateTableRow, 'kind'>) =>
  kind === 'retail' ? ('rate_table' as const) : ('wholesale_table' as const);
export const targetOf = (table: Pick<sql.RateTableRow, 'id' | 'kind'>) => ({ kind: nounOf(table), id: table.id });

/** The current row, locked; 404 if it was deleted meanwhile. */
export async function lockTable(tx: Tx, id: string): Promise<sql.RateTableRow> {
  const row = await sql.lockTable(tx, id);
  if (!row) throw notFound();
  return row;
}

export async function listRates(tx: Tx, tableId: string, query: z.output<typeof RateQuery>, now: Date) {
  const page = readPage<keyof typeof sql.RATE_SORTS>(query);
  const list = await sql.listAt(tx, tableId, now);
  if (!list) return onePage([]);
  const rows = await sql.listRates(tx, list.id, query.search, page);
  const total = await sql.countRates(tx, list.id, query.search);
  return toPage({ rows, limit: page.limit, total }, cursorBy(sql.RATE_SORTS[page.sort]), toRate);
}

/** What a call to a number would cost now. Codes: `invalid` if it isn't a number. */
export async function lookUpPrice(tx: Tx, table: sql.RateTableRow, typed: string, now: Date): Promise<Price> {
  const number = readNumber(typed);
  const list = await sql.listAt(tx, table.id, now);
  const row = list && (await sql.longestRate(tx, list.id, prefixesOf(number)));
  return { number, currency: table.currency, ...pricedBy(row) };
}

/** The same by all of the partner's tables. Codes: `invalid` if it isn't a number. */
export async function lookUpRate(tx: Tx, typed: string, now: Date): Promise<RateLookup> {
  const number = readNumber(typed);
  const row = await sql.longestRateOfAll(tx, prefixesOf(number), now);
  const rateTable = row ? { id: row.table_id, name: row.table_name } : null;
  return { number, rateTable, currency: row?.currency ?? null, ...pricedBy(row) };
}

const pricedBy = (row: sql.RateRow | undefined): Pick<Price, 'rate' | 'perMinuteCall'> => ({
  rate: row ? toRate(row) : null,
  perMinuteCall: row ? fromMicros(BigInt(rateCall(rateOf(row), MINUTE_MS).chargeMicros)) : null,
});

/** Codes: `invalid` if it isn't a number. */
export function readNumber(typed: string): string {
  const number = toE164(typed, DEFAULT_HOME);
  if (number !== null) return number;
  throw invalidField('number', 'Enter a phone number such as +44 20 7946 0999.');
}

/** The rates of these numbers at an instant, without numbers that have no rate in the table. */
export async function ratesFor(tx: Tx, tableId: string, numbers: string[], at: Date): Promise<Map<string, SheetRate>> {
  const list = await sql.listAt(tx, tableId, at);
  return list ? ratesIn(tx, list.id, numbers) : new Map();
}

/** The rates of these numbers in one import, without numbers that have no rate in it. */
export const ratesIn = async (tx: Tx, listId: string, numbers: string[]): Promise<Map<string, SheetRate>> =>
  new Map((await sql.longestRates(tx, listId, numbers)).map((row) => [row.number, rateOf(row)]));

/** How many imports of a table are listed. */
const LISTED = 100;

const toVersion = ({ id, valid_from: validFrom, rates }: sql.RateListRow): RateVersion => ({
  id,
  validFrom: validFrom.toISOString(),
  rates,
});

/** The imports of a table, the latest first. */
export const listVersions = async (tx: Tx, tableId: string): Promise<RateVersion[]> =>
  (await sql.versionsOf(tx, tableId, LISTED)).map(toVersion);

/** One import of a table; undefined if the table doesn't have it. */
export async function findVersion(tx: Tx, tableId: string, listId: string): Promise<RateVersion | undefined> {
  const row = await sql.findVersion(tx, tableId, listId);
  return row && toVersion(row);
}

export const findRateTable = sql.findTable;

/** Amounts of a rate are below 2^53. */
export const rateOf = (row: sql.RateRow): SheetRate => ({
  prefix: row.prefix,
  destination: row.destination,
  setupMicros: Number(row.setup_micros),
  perMinuteMicros: Number(row.per_minute_micros),
  initialSeconds: row.initial_seconds,
  incrementSeconds: row.increment_seconds,
  minimumMicros: Number(row.minimum_micros),
  class: row.class,
});

export function toRate(row: sql.RateRow): Rate {
  const amount = (micros: string): string => fromMicros(BigInt(micros));
  return {
    id: row.id,
    prefix: row.prefix,
    destination: row.destination,
    perMinute: amount(row.per_minute_micros),
    setup: amount(row.setup_micros),
    minimum: amount(row.minimum_micros),
    initialSeconds: row.initial_seconds,
    incrementSeconds: row.increment_seconds,
    class: row.class,
  };
}

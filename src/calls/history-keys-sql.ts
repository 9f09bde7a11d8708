import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { keyset, type SortColumn } from '../platform/db/keyset.ts';
import type { Cursor } from '../platform/http/paging.ts';
import { oneRow } from '../platform/db/one-row.ts';
import { COUNTED_AT_MOST } from './history-contract.ts';
import { DIRECTIONS, type Direction, OUTCOMES, type Outcome } from './contract.ts';

/** What narrows the history. An extension took part if it called, was called, or answered. */
export type CallFilter = {
  tenantId: string;
  outcomes?: readonly Outcome[] | undefined;
  direction?: Direction | undefined;
  emergency?: boolean | undefined;
  /** each of them took part */
  extensionIds: readonly string[];
  /** digits in either number */
  digits?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
};

export type Page = { descending: boolean; after: Cursor | null; limit: number };

export const BY_START = {
  by: sql`c.admitted_at`,
  type: 'timestamptz',
  of: (row) => row.admitted_at.toISOString(),
} as const satisfies SortColumn<{ admitted_at: Date }>;

type Condition = RawBuilder<boolean>;
const all = (conditions: readonly Condition[]): Condition => sql`${sql.join(conditions, sql` and `)}`;
const given = (conditions: readonly (Condition | false | undefined | '')[]): Condition[] =>
  conditions.filter((condition) => typeof condition === 'object');

/** The three ways to take part, which never overlap: one index each (migrations/0066_calls_indexes.sql). */
const asParty = (id: string): Condition[] => [
  sql`c.extension_id = ${id}`,
  sql`c.called_extension_id = ${id}`,
  sql`c.answered_extension_id = ${id} and c.answered_extension_id is distinct from c.extension_id
    and c.answered_extension_id is distinct from c.called_extension_id`,
];
const tookPart = (id: string): Condition =>
  sql`${id}::uuid in (c.extension_id, c.called_extension_id, c.answered_extension_id)`;

const hasDigits = (digits: string): Condition => sql`position(${digits} in c.from_number || ' ' || c.to_number) > 0`;

/**
 * A filter as branches: each reads one index in the order of the list, and no call is in two of them. The first kind of filter below that is
 * given decides about the branches, and the others apply within each.
 */
function branchesOf(filter: CallFilter): { branches: Condition[]; rest: Condition[] } {
  const { outcomes, direction, emergency, extensionIds } = filter;
  const [extension, ...further] = extensionIds;
  const kinds = given([direction && sql`c.direction = ${direction}`, outcomes && sql`c.outcome = any(${outcomes})`]);
  const common = given([
    sql`c.tenant_id = ${filter.tenantId}`,
    filter.from && sql`c.admitted_at >= ${filter.from}`,
    filter.to && sql`c.admitted_at < ${filter.to}`,
    emergency === false && sql`not c.emergency`,
    filter.digits && hasDigits(filter.digits),
    ...further.map(tookPart),
  ]);
  if (emergency === true)
    return { branches: [sql`c.emergency`], rest: [...common, ...kinds, ...(extension ? [tookPart(extension)] : [])] };
  if (extension) return { branches: asParty(extension), rest: [...common, ...kinds] };
  if (kinds.length === 0) return { branches: [sql`true`], rest: common };
  const directions = direction ? [direction] : DIRECTIONS;
  const branches = directions.flatMap((one) =>
    (outcomes ?? OUTCOMES).map((outcome): Condition => sql`c.direction = ${one} and c.outcome = ${outcome}`),
  );
  return { branches, rest: common };
}

/** Up to `limit` calls in the order of the list: their keys alone are mostly read out of an index. */
function inOrder(
  filter: CallFilter,
  { descending, after, limit }: Page,
  columns: RawBuilder<unknown> = sql`c.admitted_at, c.id`,
): RawBuilder<unknown> {
  const { rows: place, order } = keyset(BY_START, descending, after, sql`c.id`);
  const { branches, rest } = branchesOf(filter);
  const parts = branches.map(
    (branch) =>
      sql`(select ${columns} from calls c where ${all([...rest, branch, place])} order by ${order} limit ${limit})`,
  );
  return sql`select * from (${sql.join(parts, sql` union all `)}) c order by ${order} limit ${limit}`;
}

/** Which calls a page shows, and how many there are: exact below `COUNTED_AT_MOST`. */
export type Found = { ids: string[]; total: number };

export async function findCalls(tx: Tx, filter: CallFilter, page: Page): Promise<Found> {
  if (filter.digits !== undefined) return findByNumber(tx, filter, filter.digits, page);
  return { ids: await listIds(tx, filter, page), total: await countCalls(tx, filter) };
}

/** The ids of a page, with or without digits: a walk in the order of the list. */
export async function listIds(tx: Tx, filter: CallFilter, page: Page): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`${inOrder(filter, page)}`.execute(tx);
  return rows.map(({ id }) => id);
}

async function countCalls(tx: Tx, filter: CallFilter): Promise<number> {
  const { branches, rest } = branchesOf(filter);
  const parts = branches.map(
    (branch) => sql`(select from calls c where ${all([...rest, branch])} limit ${COUNTED_AT_MOST})`,
  );
  const counted = sql`select from (${sql.join(parts, sql` union all `)}) c limit ${COUNTED_AT_MOST}`;
  const { n } = await oneRow(tx, sql<{ n: number }>`select count(*)::int as n from (${counted}) counted`);
  return n;
}

/** So many of the newest calls are looked at one by one before the index of numbers is asked. */
const LOOKED_AT = 10_000;
/** With so many matches among those, walking on finds the rest of a page soon. */
const MANY = 200;
/** The index is asked for so many calls with the digits; in no order, so all of them are needed. */
const FEW = 5000;

/**
 * Digits that many calls have are met soon on a walk through the list, where reading all of them from the index of numbers would take long. Digits that
 * few calls have are in that index, where a walk would go through everything. The newest calls show which it is.
 */
async function findByNumber(tx: Tx, filter: CallFilter, digits: string, page: Page): Promise<Found> {
  const { digits: _digits, ...others } = filter;
  const newest = inOrder(
    others,
    { descending: true, after: null, limit: LOOKED_AT },
    sql`c.admitted_at, c.id, c.from_number, c.to_number`,
  );
  const recent = await oneRow(
    tx,
    sql<{
      seen: number;
      found: number;
    }>`select count(*)::int as seen, (count(*) filter (where ${hasDigits(digits)}))::int as found
      from (${newest}) c`,
  );
  const walk = async (total: number): Promise<Found> => ({
    ids: await listIds(tx, filter, page),
    total: Math.min(total, COUNTED_AT_MOST),
  });
  if (recent.seen < LOOKED_AT || recent.found >= COUNTED_AT_MOST) return walk(recent.found);
  if (recent.found >= MANY) return walk(await countCalls(tx, filter));
  const indexed = await findInIndex(tx, filter, digits, page);
  return indexed.isWhole ? indexed : walk(Math.max(recent.found, indexed.total));
}

async function findInIndex(
  tx: Tx,
  filter: CallFilter,
  digits: string,
  { descending, after, limit }: Page,
): Promise<Found & { isWhole: boolean }> {
  const { rows: place, order } = keyset(BY_START, descending, after, sql`c.id`);
  const { branches, rest } = branchesOf(filter);
  const { all_found, ...found } = await oneRow(
    tx,
    sql<Found & { all_found: number }>`with few as materialized (select * from calls_with_number(${digits}, ${FEW})),
      matching as (select c.admitted_at, c.id from few c where ${all(rest)} and (${sql.join(branches, sql` or `)}))
    select (select count(*)::int from few) as all_found, (select count(*)::int from matching) as total,
      array(select c.id from matching c where ${place} order by ${order} limit ${limit}) as ids`,
  );
  return { ids: found.ids, total: Math.min(found.total, COUNTED_AT_MOST), isWhole: all_found < FEW };
}

import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import { keyset, type SortColumn } from '../../platform/db/keyset.ts';
import { allRows, oneRow } from '../../platform/db/rows.ts';
import type { Page } from '../../platform/http/paging.ts';
import { DIRECTIONS, type Direction, OUTCOMES, type Outcome } from '../contract.ts';
import { MAX_COUNTED, MAX_SEARCHED } from './contract.ts';

/** The filters of the call history. An extension took part in a call if it made, received or answered it. */
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

export const BY_START = {
  by: sql`c.admitted_at`,
  type: 'timestamptz',
  of: (row) => row.admitted_at.toISOString(),
} as const satisfies SortColumn<{ admitted_at: Date }>;

type Condition = RawBuilder<boolean>;
const all = (conditions: readonly Condition[]): Condition => sql`${sql.join(conditions, sql` and `)}`;
const given = (conditions: readonly (Condition | false | undefined | '')[]): Condition[] =>
  conditions.filter((condition) => typeof condition === 'object');

/**
 * The three ways to take part in a call. They never overlap, and each has its own index
 * (migrations/0066_calls_indexes.sql).
 */
const asParty = (id: string): Condition[] => [
  sql`c.extension_id = ${id}`,
  sql`c.called_extension_id = ${id}`,
  sql`c.answered_extension_id = ${id} and c.answered_extension_id is distinct from c.extension_id
    and c.answered_extension_id is distinct from c.called_extension_id`,
];
const involves = (id: string): Condition =>
  sql`${id}::uuid in (c.extension_id, c.called_extension_id, c.answered_extension_id)`;

const hasDigits = (digits: string): Condition => sql`position(${digits} in c.from_number || ' ' || c.to_number) > 0`;

/**
 * Splits a filter into branches. Each branch reads one index in the order of the list, and no call is in two branches.
 * The first filter given, in the order below, makes the branches. The other filters apply within each branch.
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
    ...further.map(involves),
  ]);
  if (emergency === true)
    return { branches: [sql`c.emergency`], rest: [...common, ...kinds, ...(extension ? [involves(extension)] : [])] };
  if (extension) return { branches: asParty(extension), rest: [...common, ...kinds] };
  if (kinds.length === 0) return { branches: [sql`true`], rest: common };
  const directions = direction ? [direction] : DIRECTIONS;
  const branches = directions.flatMap((one) =>
    (outcomes ?? OUTCOMES).map((outcome): Condition => sql`c.direction = ${one} and c.outcome = ${outcome}`),
  );
  return { branches, rest: common };
}

/** Reads up to `limit` keys in the order of the list, mostly from an index alone. */
function inOrder(filter: CallFilter, { descending, after, limit }: Page): RawBuilder<unknown> {
  const { rows: place, order } = keyset(BY_START, descending, after, sql`c.id`);
  const { branches, rest } = branchesOf(filter);
  const parts = branches.map(
    (branch) =>
      sql`(select c.admitted_at, c.id from calls c where ${all([...rest, branch, place])} order by ${order} limit ${limit})`,
  );
  return sql`select * from (${sql.join(parts, sql` union all `)}) c order by ${order} limit ${limit}`;
}

/** The calls of a page, and the total, which is exact up to a limit. */
export type Found = { ids: string[]; total: number };

export async function findCalls(tx: Tx, filter: CallFilter, page: Page): Promise<Found> {
  const { digits } = filter;
  const isRare = digits !== undefined && (await areRare(tx, filter.tenantId, digits));
  const indexed = isRare ? await findInIndex(tx, filter, digits, page) : null;
  if (indexed?.isWhole) return indexed;
  const ids = await listIds(tx, filter, page);
  return { ids, total: await countCalls(tx, filter, digits === undefined ? MAX_COUNTED : MAX_SEARCHED) };
}

/** Reads the ids of a page by scanning in the order of the list. */
export async function listIds(tx: Tx, filter: CallFilter, page: Page): Promise<string[]> {
  return (await allRows(tx, sql<{ id: string }>`${inOrder(filter, page)}`)).map(({ id }) => id);
}

async function countCalls(tx: Tx, filter: CallFilter, atMost: number): Promise<number> {
  const { branches, rest } = branchesOf(filter);
  const parts = branches.map((branch) => sql`(select from calls c where ${all([...rest, branch])} limit ${atMost})`);
  const counted = sql`select from (${sql.join(parts, sql` union all `)}) c limit ${atMost}`;
  const { n } = await oneRow(tx, sql<{ n: number }>`select count(*)::int as n from (${counted}) counted`);
  return n;
}

/** How many of the tenant's newest calls are sampled. */
const SAMPLE = 5000;
/** With this many matches in the sample, a scan soon fills a page. */
const MANY = 20;
/** The most calls to read from the index of numbers. The index has no order, so a partial result would be useless. */
const FEW = 5000;
/** The fewest digits that the index can search for. */
const INDEXED_DIGITS = 4;

/**
 * Whether these digits are rare among the tenant's calls. Rare digits are found by the index of numbers, where a scan
 * would read everything. Frequent digits are soon found by a scan, where the index would return too many calls.
 */
async function areRare(tx: Tx, tenantId: string, digits: string): Promise<boolean> {
  if (digits.length < INDEXED_DIGITS) return false;
  const { seen, found } = await oneRow(
    tx,
    sql<{
      seen: number;
      found: number;
    }>`select count(*)::int as seen, (count(*) filter (where ${hasDigits(digits)}))::int as found
      from (select * from calls c where c.tenant_id = ${tenantId} order by c.admitted_at desc, c.id desc limit ${SAMPLE}) c`,
  );
  return seen === SAMPLE && found < MANY;
}

/** `isWhole`: the result is complete, because the index returned fewer calls than the limit. */
async function findInIndex(
  tx: Tx,
  filter: CallFilter,
  digits: string,
  { descending, after, limit }: Page,
): Promise<Found & { isWhole: boolean }> {
  const { rows: place, order } = keyset(BY_START, descending, after, sql`c.id`);
  const { branches, rest } = branchesOf(filter);
  const found = await oneRow(
    tx,
    sql<Found & { all: number }>`with few as materialized (select * from calls_with_number(${digits}, ${FEW})),
      matching as (select c.admitted_at, c.id from few c where ${all(rest)} and (${sql.join(branches, sql` or `)}))
    select (select count(*)::int from few) as all, (select count(*)::int from matching) as total,
      array(select c.id from matching c where ${place} order by ${order} limit ${limit}) as ids`,
  );
  return { ids: found.ids, total: Math.min(found.total, MAX_COUNTED), isWhole: found.all < FEW };
}

import { type Selectable, sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { keyset, type SortColumn } from '../platform/db/keyset.ts';
import type { Database } from '../platform/db/schema.ts';
import type { Page } from '../platform/http/paging.ts';
import type { PartName } from './contract.ts';

export type IncidentRow = Selectable<Database['incidents']>;

export const SORTS = {
  lastAt: { by: sql`last_at`, type: 'timestamptz', of: (row) => row.last_at.toISOString() },
} as const satisfies Record<string, SortColumn<IncidentRow>>;

export type NewEnd = { id: string; machine: string; part: PartName; at: Date; reason: string; report: string | null };

/** Adds to the open incident of the same part, if there is one. One machine never does this twice at once: two supervisors never share a data folder. */
export async function addToOpenIncident(tx: Tx, end: NewEnd, since: Date): Promise<IncidentRow | undefined> {
  return tx
    .updateTable('incidents')
    .set({ times: sql`times + 1`, last_at: end.at, reason: end.reason, report: end.report })
    .where('id', '=', (query) =>
      query
        .selectFrom('incidents')
        .select('id')
        .where('machine', '=', end.machine)
        .where('part', '=', end.part)
        .where('last_at', '>=', since)
        .orderBy('last_at', 'desc')
        .limit(1),
    )
    .returningAll()
    .executeTakeFirst();
}

export function insertIncident(tx: Tx, { id, machine, part, at, reason, report }: NewEnd): Promise<IncidentRow> {
  return tx
    .insertInto('incidents')
    .values({ id, machine, part, began_at: at, last_at: at, reason, report })
    .returningAll()
    .executeTakeFirstOrThrow();
}

const after = (since: Date | null) => (since ? sql<boolean>`last_at > ${since}` : sql<boolean>`true`);

export function listIncidents(tx: Tx, since: Date | null, page: Page): Promise<IncidentRow[]> {
  const { rows, order } = keyset(SORTS.lastAt, page.descending, page.after, sql`id`);
  return tx
    .selectFrom('incidents')
    .selectAll()
    .where(after(since))
    .where(rows)
    .orderBy(sql`${order}`)
    .limit(page.limit + 1)
    .execute();
}

export async function countIncidents(tx: Tx, since: Date | null): Promise<number> {
  const row = await tx
    .selectFrom('incidents')
    .select(sql<number>`count(*)::int`.as('n'))
    .where(after(since))
    .executeTakeFirstOrThrow();
  return row.n;
}

/** Addresses of all operators who have set a password. */
export async function operatorEmails(tx: Tx): Promise<string[]> {
  const rows = await tx.selectFrom('users').select('email').where('role', '=', 'operator').execute();
  return rows.map(({ email }) => email);
}

export async function deleteOldIncidents(tx: Tx, days: number): Promise<void> {
  await tx
    .deleteFrom('incidents')
    .where(sql<boolean>`last_at < now() - make_interval(days => ${days})`)
    .execute();
}

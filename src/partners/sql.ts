import { type Selectable, sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { keyset, type SortColumn } from '../platform/db/keyset.ts';
import type { Database } from '../platform/db/schema.ts';
import { hasWords, textOf } from '../platform/db/search.ts';
import type { SortedPage } from '../platform/http/paging.ts';

export type PartnerRow = Selectable<Database['partners']> & { tenants: number };
export type MailRow = Selectable<Database['mails']>;

const TENANTS = sql<number>`(select coalesce(sum(c.tenants), 0)::int from tenant_counts c where c.partner_id = partners.id)`;

export const PARTNER_SORTS = {
  name: { by: sql`name collate "und-x-icu"`, type: 'text', of: (row) => row.name },
  createdAt: { by: sql`created_at`, type: 'timestamptz', of: (row) => row.created_at.toISOString() },
} as const satisfies Record<string, SortColumn<PartnerRow>>;

export const MAIL_SORTS = {
  createdAt: { by: sql`created_at`, type: 'timestamptz', of: (row) => row.created_at.toISOString() },
} as const satisfies Record<string, SortColumn<MailRow>>;

type ListQuery<Sort extends string> = SortedPage<Sort> & { search?: string };

const matchesName = (search: string | undefined) => (search ? hasWords(textOf('name'), search) : sql<boolean>`true`);

export function listPartners(tx: Tx, query: ListQuery<keyof typeof PARTNER_SORTS>): Promise<PartnerRow[]> {
  const { rows, order } = keyset(PARTNER_SORTS[query.sort], query.descending, query.after, sql`id`);
  return tx
    .selectFrom('partners')
    .selectAll()
    .select(TENANTS.as('tenants'))
    .where(matchesName(query.search))
    .where(rows)
    .orderBy(sql`${order}`)
    .limit(query.limit + 1)
    .execute();
}

export async function countPartners(tx: Tx, search: string | undefined): Promise<number> {
  const row = await tx
    .selectFrom('partners')
    .select(sql<number>`count(*)::int`.as('n'))
    .where(matchesName(search))
    .executeTakeFirstOrThrow();
  return row.n;
}

export function findPartner(tx: Tx, id: string): Promise<PartnerRow | undefined> {
  const query = tx.selectFrom('partners').selectAll().select(TENANTS.as('tenants'));
  return query.where('id', '=', id).executeTakeFirst();
}

export function tenantsByStatus(tx: Tx, partnerId: string): Promise<{ status: string; tenants: number }[]> {
  return tx.selectFrom('tenant_counts').select(['status', 'tenants']).where('partner_id', '=', partnerId).execute();
}

export function insertPartner(tx: Tx, partner: { id: string; name: string }): Promise<PartnerRow> {
  return tx
    .insertInto('partners')
    .values(partner)
    .returningAll()
    .returning(sql<number>`0`.as('tenants'))
    .executeTakeFirstOrThrow();
}

const matchesMail = (search: string | undefined) =>
  search ? hasWords(textOf('recipient', 'subject'), search) : sql<boolean>`true`;

export function listMails(tx: Tx, query: ListQuery<keyof typeof MAIL_SORTS>): Promise<MailRow[]> {
  const { rows, order } = keyset(MAIL_SORTS[query.sort], query.descending, query.after, sql`id`);
  return tx
    .selectFrom('mails')
    .selectAll()
    .where(matchesMail(query.search))
    .where(rows)
    .orderBy(sql`${order}`)
    .limit(query.limit + 1)
    .execute();
}

export async function countMails(tx: Tx, search: string | undefined): Promise<number> {
  const row = await tx
    .selectFrom('mails')
    .select(sql<number>`count(*)::int`.as('n'))
    .where(matchesMail(search))
    .executeTakeFirstOrThrow();
  return row.n;
}

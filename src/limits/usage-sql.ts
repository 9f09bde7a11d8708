import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { oneRow } from '../platform/db/rows.ts';
import type { SuspensionReason } from '../status/contract.ts';

/** Micros and seconds are text, because a double can't represent every bigint. */
export type CycleFigures = {
  id: string;
  profile_version_id: string;
  starts_at: string;
  ends_at: string;
  /** in the tenant's time zone */
  last_day: string;
  currency: string;
  /** the spend limit only of this cycle */
  spend_cap_micros: string | null;
  fees_micros: string;
  fees_at_end_micros: string;
  spent_micros: string;
  metered_micros: string;
  reserved_micros: string;
  charged_seconds: string;
  metered_seconds: string;
  reserved_seconds: string;
  included_used_seconds: string;
  allowance_seconds: string | null;
};

/** The figures of a tenant's cycle at an instant, as JSON; null if it has none. */
export const figuresOf = (tenantId: RawBuilder<unknown>, at: Date): RawBuilder<CycleFigures | null> =>
  sql`(select json_build_object('id', c.id, 'profile_version_id', c.profile_version_id, 'starts_at', c.starts_at, 'ends_at', c.ends_at, 'last_day', c.next_first_day - 1, 'currency', c.currency, 'spend_cap_micros', c.spend_cap_micros::text, 'fees_micros', c.fees_micros::text, 'fees_at_end_micros', c.fees_at_end_micros::text,
      'spent_micros', c.spent_micros::text, 'metered_micros', c.metered_micros::text, 'reserved_micros', c.reserved_micros::text,
      'charged_seconds', c.charged_seconds::text, 'metered_seconds', c.metered_seconds::text, 'reserved_seconds', c.reserved_seconds::text,
      'included_used_seconds', c.included_used_seconds::text, 'allowance_seconds', c.allowance_seconds::text)
    from billing_cycles c where c.tenant_id = ${tenantId} and c.starts_at <= ${at} and c.ends_at > ${at}
    order by c.starts_at desc limit 1)`;

export type UsageRow = {
  extensions: number;
  dids: number;
  was_active: boolean;
  figures: CycleFigures | null;
};

export const usageOf = (tx: Tx, tenantId: string, at: Date): Promise<UsageRow> =>
  oneRow(
    tx,
    sql<UsageRow>`select t.extensions_count as extensions, t.dids_count as dids, t.was_active, ${figuresOf(sql`t.id`, at)} as figures
      from tenants t where t.id = ${tenantId}`,
  );

export async function suspensionReasonsOf(tx: Tx, tenantId: string): Promise<SuspensionReason[]> {
  const query = tx.selectFrom('tenants').select('suspension_reasons').where('id', '=', tenantId);
  return (await query.executeTakeFirstOrThrow()).suspension_reasons;
}

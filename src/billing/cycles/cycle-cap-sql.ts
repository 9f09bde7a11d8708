import { sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import { oneRow } from '../../platform/db/rows.ts';

/** The parts of a tenant's cycle that its spend limit depends on. */
type CappedCycle = { id: string; currency: string; ends_at: string; cap_micros: string | null };

/**
 * The currencies of a tenant's amounts. `profile`: that of its billing profile; null without a profile. `cycle`: the current cycle, which may be in
 * the currency of an earlier profile; null if there is none.
 */
export type TenantCurrencies = { profile: string | null; cycle: CappedCycle | null };

export const currenciesOf = (tx: Tx, tenantId: string, at: Date): Promise<TenantCurrencies> =>
  oneRow(
    tx,
    sql<TenantCurrencies>`select
      (select v.currency from billing_profile_versions v where v.profile_id = t.billing_profile_id limit 1) as profile,
      (select json_build_object('id', c.id, 'currency', c.currency, 'ends_at', c.ends_at, 'cap_micros', c.spend_cap_micros::text) from billing_cycles c
        where c.tenant_id = t.id and c.starts_at <= ${at} and c.ends_at > ${at} order by c.starts_at desc limit 1) as cycle
      from tenants t where t.id = ${tenantId}`,
  );

export async function setCycleCap(tx: Tx, cycleId: string, micros: string | null): Promise<void> {
  await tx.updateTable('billing_cycles').set({ spend_cap_micros: micros }).where('id', '=', cycleId).execute();
}

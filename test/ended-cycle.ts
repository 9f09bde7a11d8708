import { newId } from '../src/platform/values/ids.ts';

type Query = <T>(text: string, values?: unknown[]) => Promise<T[]>;

/**
 * A cycle of October 2026 of a tenant by its billing profile, in its own zone, as if the tenant had been ACTIVE since long before, with all that it has
 * now. Returns the cycle's id.
 */
export async function octoberCycle(query: Query, tenantId: string): Promise<string> {
  const since = "'2026-08-01T12:00Z'";
  await query(`update service_periods set from_at = ${since} where tenant_id = $1`, [tenantId]);
  const id = newId();
  const made = await query<{ id: string }>(
    `insert into billing_cycles (id, partner_id, tenant_id, profile_version_id, starts_at, ends_at, first_day, next_first_day, days, nominal_days, zone, currency)
     select $1, t.partner_id, t.id, v.id, timestamp '2026-10-01' at time zone t.timezone, timestamp '2026-11-01' at time zone t.timezone,
       '2026-10-01', '2026-11-01', 31, 31, t.timezone, v.currency
     from tenants t join billing_profile_versions v on v.profile_id = t.billing_profile_id
     where t.id = $2 order by v.number desc limit 1 returning id`,
    [id, tenantId],
  );
  if (made.length !== 1) throw new Error(`The tenant ${tenantId} has no billing profile.`);
  return id;
}

import { newId } from '../src/platform/values/ids.ts';

type Query = (sql: string, values?: unknown[]) => Promise<unknown>;

/** Inserts a trip that blocks a tenant's calls to expensive numbers. Returns its id. */
export async function insertFraudTrip(query: Query, tenantId: string): Promise<string> {
  const id = newId();
  await query(
    `insert into fraud_trips (id, tenant_id, partner_id, rule, action, used, limit_value)
     select $1, id, partner_id, 'internationalMinutesPerDay', 'block', 7260, 7200 from tenants where id = $2`,
    [id, tenantId],
  );
  return id;
}

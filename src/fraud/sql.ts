import { type Selectable, sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import type { Owner } from '../platform/db/events.ts';
import { allRows } from '../platform/db/rows.ts';
import type { Database } from '../platform/db/schema.ts';
import type { FraudRule, FraudRules } from './contract.ts';

export type RulesRow = Selectable<Database['fraud_rules']>;
export type TripRow = Selectable<Database['fraud_trips']>;

export function findRules(tx: Tx, tenantId: string): Promise<RulesRow | undefined> {
  return tx.selectFrom('fraud_rules').selectAll().where('tenant_id', '=', tenantId).executeTakeFirst();
}

/** The caller has locked the tenant's row. */
export function upsertRules(tx: Tx, { id, partnerId }: Owner, rules: FraudRules): Promise<RulesRow> {
  const values = { rules: JSON.stringify(rules) };
  return tx
    .insertInto('fraud_rules')
    .values({ tenant_id: id, partner_id: partnerId, ...values })
    .onConflict((conflict) =>
      conflict.column('tenant_id').doUpdateSet({ ...values, version: sql`fraud_rules.version + 1` }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Newest first. */
export function listTrips(tx: Tx, tenantId: string, most: number): Promise<TripRow[]> {
  const query = tx.selectFrom('fraud_trips').selectAll().where('tenant_id', '=', tenantId);
  return query.orderBy('tripped_at', 'desc').orderBy('id', 'desc').limit(most).execute();
}

export function findTrip(tx: Tx, tenantId: string, id: string): Promise<TripRow | undefined> {
  const query = tx.selectFrom('fraud_trips').selectAll().where('tenant_id', '=', tenantId);
  return query.where('id', '=', id).executeTakeFirst();
}

/** Undefined if the trip blocks nothing. */
export function liftTrip(tx: Tx, id: string, at: Date): Promise<TripRow | undefined> {
  const update = tx.updateTable('fraud_trips').set({ lifted_at: at }).where('id', '=', id);
  return update.where('action', '=', 'block').where('lifted_at', 'is', null).returningAll().executeTakeFirst();
}

export type RecentTrip = { id: string; name: string; rule: FraudRule; action: TripRow['action']; at: Date };

/** The first 20 of a partner's tenants with a rule that tripped within the last day, or that blocks calls now. */
export function recentTrips(tx: Tx, partnerId: string): Promise<RecentTrip[]> {
  const query = sql<RecentTrip>`select t.id, t.name, f.rule, f.action, f.tripped_at as at
    from fraud_trips f join tenants t on t.id = f.tenant_id
    where f.partner_id = ${partnerId} and t.status <> 'CANCELLED'
      and (f.tripped_at > now() - interval '1 day' and f.lifted_at is null or f.action = 'block' and f.lifted_at is null)
    order by f.tripped_at desc, f.id limit 20`;
  return allRows(tx, query);
}

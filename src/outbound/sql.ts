import { type Selectable, sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import type { Owner } from '../platform/db/events.ts';
import { allRows, firstRow } from '../platform/db/rows.ts';
import type { Database } from '../platform/db/schema.ts';
import type { Burst } from './rules.ts';

type Table = Database['outbound_permissions'];
export type PermissionsRow = Selectable<Table>;
export type PermissionValues = Omit<PermissionsRow, 'tenant_id' | 'partner_id' | 'version'>;

export function findPermissions(tx: Tx, tenantId: string): Promise<PermissionsRow | undefined> {
  return tx.selectFrom('outbound_permissions').selectAll().where('tenant_id', '=', tenantId).executeTakeFirst();
}

/** The caller has locked the tenant's row. */
export function upsertPermissions(tx: Tx, tenant: Owner, values: PermissionValues): Promise<PermissionsRow> {
  return tx
    .insertInto('outbound_permissions')
    .values({ tenant_id: tenant.id, partner_id: tenant.partnerId, ...values })
    .onConflict((conflict) =>
      conflict.column('tenant_id').doUpdateSet({ ...values, version: sql`outbound_permissions.version + 1` }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Counts refused and connected calls of these classes since then. Each count stops at `most`. */
export async function costlyCalls(
  tx: Tx,
  tenantId: string,
  { since, classes, most }: { since: Date; classes: readonly string[]; most: number },
): Promise<Record<Burst, number>> {
  const costly = (table: 'c' | 'l') => sql`${sql.ref(`${table}.tenant_id`)} = ${tenantId}
    and ${sql.ref(`${table}.admitted_at`)} > ${since} and ${sql.ref(`${table}.destination_class`)} = any(${[...classes]})`;
  const query = sql<Record<Burst, number>>`select
    (select count(*)::int from (select from calls c where ${costly('c')} and c.reason is not null limit ${most}) r) as refused,
    (select count(*)::int from (select from calls c where ${costly('c')} and c.reason is null
      union all select from live_calls l where ${costly('l')} limit ${most}) a) as allowed`;
  return (await firstRow(tx, query)) ?? { refused: 0, allowed: 0 };
}

/** Records the alert, or returns false if the tenant already had one since `before`. */
export async function recordAlert(
  tx: Tx,
  tenantId: string,
  { kind, at, before }: { kind: Burst; at: Date; before: Date },
): Promise<boolean> {
  const query = sql`insert into outbound_alerts as a (tenant_id, partner_id, kind, alerted_at)
    select t.id, t.partner_id, ${kind}, ${at} from tenants t where t.id = ${tenantId}
    on conflict (tenant_id) do update set kind = excluded.kind, alerted_at = excluded.alerted_at
    where a.alerted_at < ${before} returning a.tenant_id`;
  return (await firstRow(tx, query)) !== undefined;
}

export type AlertRow = { id: string; name: string; kind: Burst; at: Date };

export function recentAlerts(tx: Tx, partnerId: string): Promise<AlertRow[]> {
  const query = sql<AlertRow>`select t.id, t.name, a.kind, a.alerted_at as at
    from outbound_alerts a join tenants t on t.id = a.tenant_id
    where a.partner_id = ${partnerId} and a.alerted_at > now() - interval '1 day' and t.status <> 'CANCELLED'
    order by a.alerted_at desc limit 20`;
  return allRows(tx, query);
}

import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { keyset, type SortColumn } from '../platform/db/keyset.ts';
import { lockByName } from '../platform/db/named-locks.ts';
import type { Database } from '../platform/db/schema.ts';
import type { SortedPage } from '../platform/http/paging.ts';

/** Counts of messages stop at this number. */
export const MAX_COUNTED = 1000;

export type WebhookRow = Selectable<Database['webhooks']> & {
  /** null: all tenants */
  tenant_ids: string[] | null;
  waiting: number;
  parked: number;
  /** Until when messages are also signed with the old secret; null: not any more. */
  old_secret_signs_until: Date | null;
};

export const SORTS = {
  name: { by: sql`name collate "und-x-icu"`, type: 'text', of: (row) => row.name },
  createdAt: { by: sql`created_at`, type: 'timestamptz', of: (row) => row.created_at.toISOString() },
} as const satisfies Record<string, SortColumn<WebhookRow>>;

const webhooks = (tx: Tx) =>
  tx
    .selectFrom('webhooks')
    .selectAll()
    .select([
      sql<string[] | null>`case when not all_tenants then
        array(select t.tenant_id from webhook_tenants t where t.webhook_id = webhooks.id order by t.tenant_id) end`.as(
        'tenant_ids',
      ),
      sql<Date | null>`case when old_secret_until > now() then old_secret_until end`.as('old_secret_signs_until'),
      // separate queries, each of which uses an index
      sql<number>`(select least(count(*)::int, ${MAX_COUNTED}) from (
        (select from webhook_deliveries d
          where d.webhook_id = webhooks.id and d.state = 'pending' and d.position is null limit ${MAX_COUNTED})
        union all
        (select from webhook_deliveries d
          where d.webhook_id = webhooks.id and d.state = 'pending' and d.position is not null limit ${MAX_COUNTED})
      ) counted)`.as('waiting'),
      sql<number>`(select count(*)::int from (select from webhook_deliveries d
        where d.webhook_id = webhooks.id and d.state = 'parked' and d.position is not null
        limit ${MAX_COUNTED}) counted)`.as('parked'),
    ]);

export function listWebhooks(
  tx: Tx,
  { sort, descending, after, limit }: SortedPage<keyof typeof SORTS>,
): Promise<WebhookRow[]> {
  const { rows, order } = keyset(SORTS[sort], descending, after, sql`id`);
  return webhooks(tx)
    .where(rows)
    .orderBy(sql`${order}`)
    .limit(limit + 1)
    .execute();
}

export async function countWebhooks(tx: Tx): Promise<number> {
  const query = tx.selectFrom('webhooks').select(sql<number>`count(*)::int`.as('n'));
  return (await query.executeTakeFirstOrThrow()).n;
}

export function findWebhook(tx: Tx, id: string): Promise<WebhookRow | undefined> {
  return webhooks(tx).where('id', '=', id).executeTakeFirst();
}

/** Serializes changes to a partner's webhooks. */
export async function lockWebhooks(tx: Tx, partnerId: string): Promise<void> {
  await lockByName(tx, `webhooks of ${partnerId}`);
}

export async function insertWebhook(tx: Tx, webhook: Insertable<Database['webhooks']>): Promise<void> {
  await tx.insertInto('webhooks').values(webhook).execute();
}

export async function updateWebhook(tx: Tx, id: string, patch: Updateable<Database['webhooks']>): Promise<void> {
  await tx
    .updateTable('webhooks')
    .set({ ...patch, version: sql<number>`version + 1` })
    .where('id', '=', id)
    .execute();
}

/** Treats the receiver as one that hasn't failed. */
export async function clearHealth(tx: Tx, id: string): Promise<void> {
  await tx.updateTable('webhooks').set(NOT_FAILING).where('id', '=', id).execute();
}

export const NOT_FAILING = { failing_since: null, failures: 0, probe_at: null } as const;

/** Stops sending from the current position of the feed on. */
export async function pauseWebhook(tx: Tx, id: string, now: Date): Promise<void> {
  await tx
    .updateTable('webhooks')
    .set({
      state: 'paused',
      stopped_at: now,
      stopped_position: sql<string>`coalesce((select position from event_positions), 0)`,
      version: sql<number>`version + 1`,
    })
    .where('id', '=', id)
    .execute();
}

export async function deleteWebhook(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('webhooks').where('id', '=', id).execute();
}

export async function setTenants(tx: Tx, partnerId: string, id: string, tenantIds: readonly string[]): Promise<void> {
  await tx.deleteFrom('webhook_tenants').where('webhook_id', '=', id).execute();
  if (tenantIds.length === 0) return;
  const rows = tenantIds.map((tenant_id) => ({ webhook_id: id, partner_id: partnerId, tenant_id }));
  await tx.insertInto('webhook_tenants').values(rows).execute();
}

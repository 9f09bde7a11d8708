import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { type Actor, modeOf } from '../http/caller.ts';
import { newId } from '../values/ids.ts';
import { keysOf } from '../values/keys.ts';
import type { Mode } from '../values/mode.ts';
import type { Tx } from './db.ts';
import { PREPARED } from './prepared-statements.ts';

/** An audit event. `before` and `after` contain what changed, and never secrets. */
export type BusinessEvent = {
  action: string;
  target: { kind: string; id: string };
  partnerId: string | null;
  /** the affected tenant, if any; its admins can read the event */
  tenantId?: string | null;
  /**
   * for events without a tenant: whether test keys or live keys can read the event; by default the mode of the key that
   * caused it
   */
  mode?: Mode;
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
};

/** The tenant that a row belongs to. Its id must be the transaction's context. */
export type Owner = { id: string; partnerId: string };

/** A tenant’s object, and the version that the caller has read; null if the caller wants to change any version. */
export type TenantObject = { tenant: Owner; id: string; ifMatch: number | null };

/** Creates a factory for the events of one kind of object of a tenant: `eventOf('flow.created', tenant, id)`. */
export const eventsOf =
  (kind: string) =>
  (action: string, { id: tenantId, partnerId }: Owner, id: string) => ({
    action,
    target: { kind, id },
    partnerId,
    tenantId,
  });

const rowOf = (by: Actor, event: BusinessEvent) => ({
  id: newId(),
  partner_id: event.partnerId,
  tenant_id: event.tenantId ?? null,
  actor_id: by.id,
  actor_email: by.email,
  actor_role: by.role,
  action: event.action,
  target_kind: event.target.kind,
  target_id: event.target.id,
  // an action of a test key without a tenant, such as an export, can only be read by test keys
  test: (event.mode ?? modeOf(by).mode) === 'test',
  before: event.before ? JSON.stringify(event.before) : null,
  after: event.after ? JSON.stringify(event.after) : null,
  ip: by.ip,
  request_id: by.requestId,
});

/** Records the event in the transaction of the change, so that neither exists without the other. */
export async function recordEvent(tx: Tx, by: Actor, event: BusinessEvent): Promise<void> {
  await tx.insertInto('audit_events').values(rowOf(by, event)).modifyEnd(PREPARED).execute();
}

/** Records several events at once, for jobs that change many objects. */
export async function recordEvents(tx: Tx, by: Actor, events: BusinessEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event) => rowOf(by, event));
  const column = <Key extends keyof ReturnType<typeof rowOf>>(key: Key) => rows.map((row) => row[key]);
  // one list per column, because one value per field would cost more than the rows themselves
  await sql`${PREPARED}insert into audit_events (id, partner_id, tenant_id, actor_id, actor_email, actor_role, action, target_kind, target_id, test, before, after,
      ip, request_id)
    select e.id, e.partner_id, e.tenant_id, ${by.id}, ${by.email}, ${by.role}, e.action, e.target_kind, e.target_id, e.test, e.before, e.after, ${by.ip}, ${by.requestId}
    from unnest(${column('id')}::uuid[], ${column('partner_id')}::uuid[], ${column('tenant_id')}::uuid[], ${column('action')}::text[],
      ${column('target_kind')}::text[], ${column('target_id')}::text[], ${column('test')}::boolean[], ${column('before')}::jsonb[], ${column('after')}::jsonb[])
      as e (id, partner_id, tenant_id, action, target_kind, target_id, test, before, after)`.execute(tx);
}

/** The fields of `after` that differ, with their old and new values. Ignores the order of keys inside values. */
export function changes<T extends object>(
  before: NoInfer<T>,
  after: T,
): { before: Partial<T>; after: Partial<T> } | null {
  const changed = keysOf(after).filter((key) => !isDeepStrictEqual(before[key] ?? null, after[key] ?? null));
  if (changed.length === 0) return null;
  // the compiler can’t know that these fields are a part of T
  const pick = (from: T) => Object.fromEntries(changed.map((key) => [key, from[key] ?? null])) as Partial<T>;
  return { before: pick(before), after: pick(after) };
}

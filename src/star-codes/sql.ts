import { sql } from 'kysely';
import type { Target } from '../destinations/contract.ts';
import type { Tx } from '../platform/db/db.ts';
import { firstRow } from '../platform/db/rows.ts';

export type Phone = { number: string; name: string; switchesSchedules: boolean; partnerId: string };

export function phoneOf(tx: Tx, extensionId: string): Promise<Phone | undefined> {
  const query = sql<Phone>`
    select e.number, e.name, e.switches_schedules as "switchesSchedules", t.partner_id as "partnerId" from extensions e join tenants t on t.id = e.tenant_id
    where e.id = ${extensionId}`;
  return firstRow(tx, query);
}

/** The target at a number of the tenant's number plan. */
export function targetAt(tx: Tx, tenantId: string, number: string): Promise<Target | undefined> {
  const query = sql<Target>`
    select 'extension' as kind, id from extensions where tenant_id = ${tenantId} and number = ${number}
    union all select 'group', id from ring_groups where tenant_id = ${tenantId} and number = ${number}
    union all select 'flow', id from flows where tenant_id = ${tenantId} and number = ${number}
    union all select 'mailbox', id from mailboxes where tenant_id = ${tenantId} and number = ${number} and extension_id is null`;
  return firstRow(tx, query);
}

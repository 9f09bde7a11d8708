import { sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';

/** What has this number in the tenant's plan. A new kind of thing with a number is a line. */
export async function holderOf(
  tx: Tx,
  tenantId: string,
  number: string,
): Promise<{ kind: string; name: string } | undefined> {
  const { rows } = await sql<{ kind: string; name: string }>`
    select 'extension' as kind, name from extensions where tenant_id = ${tenantId} and number = ${number}
    union all select 'group', name from ring_groups where tenant_id = ${tenantId} and number = ${number}
    union all select 'mailbox', name from mailboxes where tenant_id = ${tenantId} and number = ${number}
    union all select 'call flow', name from flows where tenant_id = ${tenantId} and number = ${number}`.execute(tx);
  return rows[0];
}

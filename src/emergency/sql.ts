import { sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { VISIBLE_MS } from './rules.ts';

export async function findContacts(tx: Tx, tenantId: string): Promise<{ emails: string[]; version: number }> {
  const query = tx.selectFrom('emergency_contacts').select(['emails', 'version']).where('tenant_id', '=', tenantId);
  return (await query.executeTakeFirst()) ?? { emails: [], version: 0 };
}

export async function putContacts(tx: Tx, tenantId: string, emails: string[]): Promise<void> {
  await tx
    .insertInto('emergency_contacts')
    .values({ tenant_id: tenantId, emails })
    .onConflict((conflict) =>
      conflict.column('tenant_id').doUpdateSet({ emails, version: sql`emergency_contacts.version + 1` }),
    )
    .execute();
}

export type CallRow = {
  call_id: string;
  tenant_id: string;
  tenant_name: string;
  timezone: string;
  number: string;
  extension_number: string | null;
  extension_name: string | null;
  callback_number: string | null;
  address: unknown;
  called_at: Date;
  ended_at: Date | null;
};

const calls = (tx: Tx) =>
  tx
    .selectFrom('emergency_calls as c')
    .innerJoin('tenants as t', 't.id', 'c.tenant_id')
    .select([
      'c.call_id',
      'c.tenant_id',
      't.name as tenant_name',
      't.timezone',
      'c.number',
      'c.extension_number',
      'c.extension_name',
    ])
    .select(['c.callback_number', 'c.address', 'c.called_at', 'c.ended_at']);

/** Emergency calls in progress or ended within the last hour, newest first. `null` means every visible tenant. */
export function recentCalls(tx: Tx, tenantId: string | null): Promise<CallRow[]> {
  let query = calls(tx)
    // no emergency call lasts a day, so an older one without an end was never closed
    .where('c.called_at', '>', sql<Date>`now() - interval '24 hours'`)
    .where(sql<boolean>`(c.ended_at is null or c.ended_at > now() - ${`${VISIBLE_MS} ms`}::interval)`);
  if (tenantId !== null) query = query.where('c.tenant_id', '=', tenantId);
  return query.orderBy('c.called_at', 'desc').limit(20).execute();
}

export function findCall(tx: Tx, callId: string): Promise<CallRow | undefined> {
  return calls(tx).where('c.call_id', '=', callId).executeTakeFirst();
}

/** The tenant's emergency calls after the given one, oldest first. */
export function callsAfter(tx: Tx, tenantId: string, after: CallRow | undefined, limit: number): Promise<CallRow[]> {
  let query = calls(tx).where('c.tenant_id', '=', tenantId);
  if (after) query = query.where(sql<boolean>`(c.called_at, c.call_id) > (${after.called_at}, ${after.call_id})`);
  return query.orderBy('c.called_at').orderBy('c.call_id').limit(limit).execute();
}

export async function tenantToNotify(
  tx: Tx,
  tenantId: string,
): Promise<{ partner_id: string; billing_email: string } | undefined> {
  const query = tx.selectFrom('tenants').select(['partner_id', 'billing_email']).where('id', '=', tenantId);
  return query.executeTakeFirst();
}

export async function adminsOf(tx: Tx, of: { tenantId: string } | { partnerId: string }): Promise<string[]> {
  const query = tx.selectFrom('users').select('email').orderBy('id');
  const rows = await (
    'tenantId' in of
      ? query.where('tenant_id', '=', of.tenantId).where('role', '=', 'tenant_admin')
      : query.where('partner_id', '=', of.partnerId).where('role', '=', 'partner_admin')
  ).execute();
  return rows.map(({ email }) => email);
}

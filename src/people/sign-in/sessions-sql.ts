import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db/db.ts';
import { PREPARED } from '../../platform/db/prepared-statements.ts';
import { firstRow, oneRow } from '../../platform/db/rows.ts';
import type { Role } from '../../platform/http/caller.ts';
import { newId } from '../../platform/values/ids.ts';
import type { TenantStatus } from '../../status/contract.ts';
import { type Origin } from '../own-account/sql.ts';

export async function closeSessionsOf(tx: Tx, userId: string): Promise<void> {
  await sql`select close_sessions_of(${userId})`.execute(tx);
}

export type SessionRow = {
  session_id: string;
  user_id: string;
  email: string;
  user_name: string;
  role: Role;
  /** null for an operator */
  partner: { id: string; name: string } | null;
  /** null for an operator and for a partner's team */
  tenant: { id: string; name: string; status: TenantStatus } | null;
  /** the extension of a tenant's user */
  extension: { id: string; number: string; name: string } | null;
  hears_recordings: boolean;
  /** the last recorded use is more than five minutes ago */
  unseen: boolean;
  second_factor: boolean;
  /** the team requires a second factor, and this account has none yet */
  must_set_up: boolean;
  /** the partner allows its tenants to have API keys */
  tenant_keys: boolean;
  expires_at: Date;
};

export async function readSession(db: Db | Tx, hash: Buffer): Promise<SessionRow | null> {
  const query = sql<SessionRow>`${PREPARED}select session_id, user_id, email, user_name, role,
    case when partner_id is not null then json_build_object('id', partner_id, 'name', partner_name) end as partner,
    case when tenant_id is not null then json_build_object('id', tenant_id, 'name', tenant_name, 'status', tenant_status) end as tenant,
    case when extension_id is not null then json_build_object('id', extension_id, 'number', extension_number, 'name', extension_name) end as extension,
    hears_recordings, unseen, second_factor, must_set_up, tenant_keys, expires_at from read_session(${hash})`;
  return (await firstRow(db, query)) ?? null;
}

export async function touchSession(db: Db, hash: Buffer, ip: string): Promise<void> {
  await sql`select touch_session(${hash}, ${ip})`.execute(db);
}

/** False if the password changed or the user was removed since it was verified. */
export async function openSession(
  tx: Tx,
  user: { id: string; verifiedHash: string },
  session: { hash: Buffer; ms: number; userAgent: string; proven: boolean },
  from: Origin,
): Promise<boolean> {
  const { opened } = await oneRow(
    tx,
    sql<{ opened: boolean }>`select open_session(${user.id}, ${user.verifiedHash}, ${session.hash},
    ${newId()}, now() + ${session.ms} * interval '1 millisecond', ${session.userAgent}, ${session.proven}, ${from.ip}, ${newId()},
    ${from.requestId}) as opened`,
  );
  return opened;
}

export async function closeSession(tx: Tx, hash: Buffer, from: Origin): Promise<void> {
  await sql`select close_session(${hash}, ${from.ip}, ${newId()}, ${from.requestId})`.execute(tx);
}

/** The sessions of the transaction's user, last used first. */
export function listSessions(tx: Tx) {
  return tx
    .selectFrom('sessions')
    .select(['id', 'ip', 'user_agent', 'created_at', 'last_used_at', 'expires_at'])
    .where('expires_at', '>', sql<Date>`now()`)
    .orderBy('last_used_at', 'desc')
    .orderBy('id')
    .execute();
}

export async function endSession(tx: Tx, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom('sessions').where('id', '=', id).executeTakeFirst();
  return numDeletedRows > 0n;
}

export async function endOtherSessions(tx: Tx, keptId: string): Promise<number> {
  const { numDeletedRows } = await tx.deleteFrom('sessions').where('id', '!=', keptId).executeTakeFirst();
  return Number(numDeletedRows);
}

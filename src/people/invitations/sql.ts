import { sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import { firstRow, oneRow } from '../../platform/db/rows.ts';
import type { Role } from '../../platform/http/caller.ts';
import { newId } from '../../platform/values/ids.ts';
import type { TenantStatus } from '../../status/contract.ts';
import { type Origin } from '../own-account/sql.ts';

export async function openInvitation(tx: Tx, userId: string | null, hash: Buffer, ms: number): Promise<Date> {
  const { expires } = await oneRow(
    tx,
    sql<{
      expires: Date;
    }>`with until as (select now() + ${ms} * interval '1 millisecond' as expires)
    select expires, open_invitation(${userId}, ${hash}, expires) from until`,
  );
  return expires;
}

export type FoundInvitation = {
  user_id: string | null;
  email: string | null;
  user_name: string | null;
  role: Role;
  brand: string | null;
  /** has not chosen a password yet */
  invited: boolean;
  tenant_name: string | null;
  tenant_status: TenantStatus | null;
};

export async function readInvitation(tx: Tx, hash: Buffer): Promise<FoundInvitation | null> {
  return (await firstRow(tx, sql<FoundInvitation>`select * from read_invitation(${hash})`)) ?? null;
}

/** Null if the link is no longer valid, or if a new user would join a tenant in one of these statuses. */
export async function acceptInvitation(
  tx: Tx,
  hash: Buffer,
  accepted: { passwordHash: string; nobodyNewIn: readonly string[] },
  from: Origin,
): Promise<string | null> {
  const { id } = await oneRow(
    tx,
    sql<{
      id: string | null;
    }>`select accept_invitation(${hash}, ${accepted.passwordHash}, ${accepted.nobodyNewIn}::text[], ${from.ip}, ${newId()},
    ${from.requestId}) as id`,
  );
  return id;
}

export async function acceptOperatorInvitation(
  tx: Tx,
  hash: Buffer,
  operator: { email: string; name: string; passwordHash: string },
  from: Origin,
): Promise<string | null> {
  const { id } = await oneRow(
    tx,
    sql<{
      id: string | null;
    }>`select accept_operator_invitation(${hash}, ${newId()}, ${operator.email},
    ${operator.name}, ${operator.passwordHash}, ${from.ip}, ${newId()}, ${from.requestId}) as id`,
  );
  return id;
}

/** Whether there is no operator yet. Serialized, so that concurrent callers cannot both create one. */
export async function needsFirstOperator(tx: Tx): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtext('first operator'))`.execute(tx);
  const { there } = await oneRow(tx, sql<{ there: boolean }>`select operator_exists() as there`);
  return !there;
}

export type AccountForMail = {
  email: string;
  user_name: string;
  partner_id: string | null;
  tenant_id: string | null;
  invited: boolean;
  tenant_name: string | null;
  tenant_status: TenantStatus | null;
};

export async function accountForMail(tx: Tx, userId: string): Promise<AccountForMail | null> {
  return (await firstRow(tx, sql<AccountForMail>`select * from account_for_mail(${userId})`)) ?? null;
}

import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Db, Tx } from '../platform/db/db.ts';
import { newId } from '../platform/values/ids.ts';
import { keyset, type SortColumn } from '../platform/db/keyset.ts';
import type { Cursor } from '../platform/http/paging.ts';
import { isPrepared } from '../platform/db/prepared-statements.ts';
import type { Database } from '../platform/db/schema.ts';
import type { Role } from '../platform/http/caller.ts';
import type { TenantStatus } from '../status/contract.ts';
import { hasWords, textOf } from '../platform/db/search.ts';
import type { ThrottleRule } from './rules.ts';

type Table = Database['users'];
export type UserRow = Omit<Selectable<Table>, 'password_hash'> & { invited: boolean; second_factor: boolean };

/** Where a request came from, for the audit trail. */
export type Origin = { ip: string; requestId: string };

/** What `gate` writes into the audit trail about somebody's own account. */
export type OwnAction =
  | 'session.refused'
  | 'session.ended'
  | 'session.others-ended'
  | 'password.changed'
  | 'password.change-refused'
  | 'password.link-requested'
  | 'second-factor.enabled'
  | 'second-factor.disabled'
  | 'second-factor.refused'
  | 'second-factor.recovery-code-used'
  | 'second-factor.recovery-codes-renewed';

const shown = [
  'id',
  'email',
  'name',
  'role',
  'partner_id',
  'tenant_id',
  'version',
  'created_at',
  'last_sign_in_at',
  sql<boolean>`password_hash is null`.as('invited'),
  sql<boolean>`exists (select from second_factors f where f.user_id = users.id and f.confirmed_at is not null)`.as(
    'second_factor',
  ),
] as const;

export const SORTS = {
  email: { by: sql`email`, type: 'text', of: (row) => row.email },
  name: { by: sql`name collate "und-x-icu"`, type: 'text', of: (row) => row.name },
  createdAt: { by: sql`created_at`, type: 'timestamptz', of: (row) => row.created_at.toISOString() },
} as const satisfies Record<string, SortColumn<UserRow>>;

export type ListWish = {
  search: string | undefined;
  sort: keyof typeof SORTS;
  descending: boolean;
  after: Cursor | null;
  limit: number;
};

const matching = (search: string | undefined) =>
  search ? hasWords(textOf('email', 'name'), search) : sql<boolean>`true`;

/** Of the tenant or the partner that the transaction is for. */
export function listUsers(tx: Tx, wish: ListWish): Promise<UserRow[]> {
  const { rows, order } = keyset(SORTS[wish.sort], wish.descending, wish.after, sql`id`);
  return tx
    .selectFrom('users')
    .select(shown)
    .where(matching(wish.search))
    .where(rows)
    .orderBy(sql`${order}`)
    .limit(wish.limit + 1)
    .execute();
}

export async function countUsers(tx: Tx, search: string | undefined): Promise<number> {
  const { n } = await tx
    .selectFrom('users')
    .select(sql<number>`count(*)::int`.as('n'))
    .where(matching(search))
    .executeTakeFirstOrThrow();
  return n;
}

export async function findUser(tx: Tx, id: string): Promise<UserRow | null> {
  return (await tx.selectFrom('users').select(shown).where('id', '=', id).executeTakeFirst()) ?? null;
}

/** The same, kept from every other change until this transaction ends. */
export function lockUser(tx: Tx, id: string): Promise<UserRow | undefined> {
  return tx.selectFrom('users').select(shown).where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
}

/** Locks everybody who has the role, so that of two admins who remove each other at once one stays. */
export async function lockAll(tx: Tx, role: Role): Promise<string[]> {
  const rows = await tx.selectFrom('users').select('id').where('role', '=', role).orderBy('id').forUpdate().execute();
  return rows.map((row) => row.id);
}

/** Undefined when the address has an account already, anywhere on the platform. */
export function insertUser(tx: Tx, user: Insertable<Table>): Promise<UserRow | undefined> {
  return tx
    .insertInto('users')
    .values(user)
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning(shown)
    .executeTakeFirst();
}

export function updateUser(
  tx: Tx,
  id: string,
  change: Pick<Updateable<Table>, 'name' | 'role' | 'password_hash'>,
): Promise<UserRow> {
  return tx
    .updateTable('users')
    .set({ ...change, version: sql`version + 1` })
    .where('id', '=', id)
    .returning(shown)
    .executeTakeFirstOrThrow();
}

export async function deleteUser(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('users').where('id', '=', id).execute();
}

export async function closeSessionsOf(tx: Tx, userId: string): Promise<void> {
  await sql`select close_sessions_of(${userId})`.execute(tx);
}

export async function openInvitation(tx: Tx, userId: string | null, hash: Buffer, ms: number): Promise<Date> {
  const { rows } = await sql<{
    expires: Date;
  }>`with until as (select now() + ${ms} * interval '1 millisecond' as expires)
    select expires, open_invitation(${userId}, ${hash}, expires) from until`.execute(tx);
  return rows[0]!.expires;
}

export type FoundInvitation = {
  user_id: string | null;
  email: string | null;
  user_name: string | null;
  role: Role;
  brand: string | null;
  /** Has no password yet. */
  invited: boolean;
  tenant_name: string | null;
  tenant_status: TenantStatus | null;
};

export async function readInvitation(tx: Tx, hash: Buffer): Promise<FoundInvitation | null> {
  const { rows } = await sql<FoundInvitation>`select * from read_invitation(${hash})`.execute(tx);
  return rows[0] ?? null;
}

/** Null when the link is no good any more, or somebody new would join a tenant in one of the statuses. */
export async function acceptInvitation(
  tx: Tx,
  hash: Buffer,
  accepted: { passwordHash: string; nobodyNewIn: readonly string[] },
  from: Origin,
): Promise<string | null> {
  const { rows } = await sql<{
    id: string | null;
  }>`select accept_invitation(${hash}, ${accepted.passwordHash}, ${accepted.nobodyNewIn}::text[], ${from.ip}, ${newId()},
    ${from.requestId}) as id`.execute(tx);
  return rows[0]!.id;
}

export async function acceptOperatorInvitation(
  tx: Tx,
  hash: Buffer,
  operator: { email: string; name: string; passwordHash: string },
  from: Origin,
): Promise<string | null> {
  const { rows } = await sql<{
    id: string | null;
  }>`select accept_operator_invitation(${hash}, ${newId()}, ${operator.email},
    ${operator.name}, ${operator.passwordHash}, ${from.ip}, ${newId()}, ${from.requestId}) as id`.execute(tx);
  return rows[0]!.id;
}

/** Whether nobody runs the platform yet; whoever asks waits for whoever asked before. */
export async function lacksOperator(tx: Tx): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtext('first operator'))`.execute(tx);
  const { rows } = await sql<{ there: boolean }>`select operator_exists() as there`.execute(tx);
  return !rows[0]!.there;
}

export async function deleteExpired(tx: Tx): Promise<void> {
  await sql`select delete_expired()`.execute(tx);
}

export type SignInFactor = { sealedSecret: Buffer; lastStep: number };
export type SignInRow = { user_id: string; password_hash: string | null; factor: SignInFactor | null };

export async function findSignIn(tx: Tx, email: string): Promise<SignInRow | null> {
  type Found = {
    user_id: string;
    password_hash: string | null;
    sealed_secret: Buffer | null;
    last_step: string | null;
  };
  const { rows } = await sql<Found>`select * from find_sign_in(${email})`.execute(tx);
  const [row] = rows;
  if (!row) return null;
  const { user_id, password_hash, sealed_secret: sealedSecret } = row;
  return { user_id, password_hash, factor: sealedSecret && { sealedSecret, lastStep: Number(row.last_step) } };
}

export async function useCode(tx: Tx, userId: string, step: number): Promise<boolean> {
  const { rows } = await sql<{ good: boolean }>`select use_code(${userId}, ${step}) as good`.execute(tx);
  return rows[0]!.good;
}

export async function useRecoveryCode(tx: Tx, userId: string, hash: Buffer): Promise<boolean> {
  const { rows } = await sql<{ good: boolean }>`select use_recovery_code(${userId}, ${hash}) as good`.execute(tx);
  return rows[0]!.good;
}

/** How many seconds to wait before the next try; 0 when this one may go on, and is counted. */
export async function countTry(tx: Tx, key: Buffer, rule: ThrottleRule): Promise<number> {
  const { rows } = await sql<{
    wait: number;
  }>`select count_attempt(${key}, ${rule.free}, ${rule.firstSeconds}, ${rule.longestSeconds}) as wait`.execute(tx);
  return rows[0]!.wait;
}

/** How many were counted within the hour. */
export async function failuresOf(tx: Tx, key: Buffer): Promise<number> {
  const { rows } = await sql<{ failures: number }>`select failures_of(${key}) as failures`.execute(tx);
  return rows[0]!.failures;
}

export async function countFailure(tx: Tx, key: Buffer): Promise<void> {
  await sql`select count_failure(${key})`.execute(tx);
}

export async function uncountTry(tx: Tx, key: Buffer): Promise<void> {
  await sql`select uncount_attempt(${key})`.execute(tx);
}

export async function forgetTries(tx: Tx, key: Buffer): Promise<void> {
  await sql`select clear_attempts(${key})`.execute(tx);
}

export type SessionRow = {
  session_id: string;
  user_id: string;
  email: string;
  user_name: string;
  role: Role;
  partner_id: string | null;
  partner_name: string | null;
  tenant_id: string | null;
  tenant_name: string | null;
  tenant_status: TenantStatus | null;
  /** Its use was noted more than five minutes ago. */
  unseen: boolean;
  second_factor: boolean;
  /** The team has to have a second factor, and this account has none yet. */
  must_set_up: boolean;
};

export async function readSession(db: Db | Tx, hash: Buffer): Promise<SessionRow | null> {
  const { rows } =
    await sql<SessionRow>`${isPrepared}select session_id, user_id, email, user_name, role, partner_id, partner_name,
    tenant_id, tenant_name, tenant_status, unseen, second_factor, must_set_up from read_session(${hash})`.execute(db);
  return rows[0] ?? null;
}

export async function touchSession(db: Db, hash: Buffer, ip: string): Promise<void> {
  await sql`select touch_session(${hash}, ${ip})`.execute(db);
}

/** False when the password changed, or the user was removed, since it was verified. */
export async function openSession(
  tx: Tx,
  user: { id: string; verifiedHash: string },
  session: { hash: Buffer; ms: number; userAgent: string; proven: boolean },
  from: Origin,
): Promise<boolean> {
  const { rows } = await sql<{ opened: boolean }>`select open_session(${user.id}, ${user.verifiedHash}, ${session.hash},
    ${newId()}, now() + ${session.ms} * interval '1 millisecond', ${session.userAgent}, ${session.proven}, ${from.ip}, ${newId()},
    ${from.requestId}) as opened`.execute(tx);
  return rows[0]!.opened;
}

export async function closeSession(tx: Tx, hash: Buffer, from: Origin): Promise<void> {
  await sql`select close_session(${hash}, ${from.ip}, ${newId()}, ${from.requestId})`.execute(tx);
}

/** In the audit trail; `userId` is null for an account that does not exist. */
export async function noteOwn(tx: Tx, action: OwnAction, userId: string | null, from: Origin): Promise<void> {
  await sql`select record_own_event(${action}, ${userId}, ${from.ip}, ${newId()}, ${from.requestId})`.execute(tx);
}

/** False when the password is no longer the one that was verified. Other sessions end, and links that were sent before. */
export async function changeOwnPassword(
  tx: Tx,
  user: { id: string; verifiedHash: string },
  passwordHash: string,
  keptSession: Buffer,
): Promise<boolean> {
  const { rows } = await sql<{
    changed: boolean;
  }>`select change_own_password(${user.id}, ${user.verifiedHash}, ${passwordHash},
    ${keptSession}) as changed`.execute(tx);
  return rows[0]!.changed;
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
  const { rows } = await sql<AccountForMail>`select * from account_for_mail(${userId})`.execute(tx);
  return rows[0] ?? null;
}

/** The sessions of whoever the transaction acts for, the one used last first. */
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

export function ownSecondFactor(tx: Tx, userId: string) {
  return tx
    .selectFrom('second_factors')
    .select(['sealed_secret', 'confirmed_at'])
    .where('user_id', '=', userId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

export async function countRecoveryCodes(tx: Tx, userId: string): Promise<number> {
  const { n } = await tx
    .selectFrom('recovery_codes')
    .select(sql<number>`count(*)::int`.as('n'))
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow();
  return n;
}

/** False where one is in use. */
export async function beginSecondFactor(tx: Tx, userId: string, sealed: Buffer): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('second_factors')
    .values({ user_id: userId, sealed_secret: sealed })
    .onConflict((conflict) =>
      conflict
        .column('user_id')
        .doUpdateSet({ sealed_secret: sealed, created_at: sql<Date>`now()` })
        .where('second_factors.confirmed_at', 'is', null),
    )
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function confirmSecondFactor(tx: Tx, userId: string, step: number): Promise<void> {
  await tx
    .updateTable('second_factors')
    .set({ confirmed_at: sql<Date>`now()`, last_step: step })
    .where('user_id', '=', userId)
    .execute();
}

export async function replaceRecoveryCodes(tx: Tx, userId: string, hashes: Buffer[]): Promise<void> {
  await tx.deleteFrom('recovery_codes').where('user_id', '=', userId).execute();
  await tx
    .insertInto('recovery_codes')
    .values(hashes.map((code_hash) => ({ user_id: userId, code_hash })))
    .execute();
}

/** False where there was none. */
export async function deleteSecondFactor(tx: Tx, userId: string): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom('second_factors').where('user_id', '=', userId).executeTakeFirst();
  return numDeletedRows > 0n;
}

const ofPartner = (partnerId: string | null) => sql<boolean>`partner_id is not distinct from ${partnerId}::uuid`;

export function readSecurity(tx: Tx, partnerId: string | null) {
  return tx
    .selectFrom('security_settings')
    .select(['require_second_factor', 'version'])
    .where(ofPartner(partnerId))
    .executeTakeFirst();
}

export function saveSecurity(tx: Tx, partnerId: string | null, required: boolean) {
  return tx
    .insertInto('security_settings')
    .values({ partner_id: partnerId, require_second_factor: required })
    .onConflict((conflict) =>
      conflict.column('partner_id').doUpdateSet({
        require_second_factor: required,
        version: sql<number>`security_settings.version + 1`,
      }),
    )
    .returning(['require_second_factor', 'version'])
    .executeTakeFirstOrThrow();
}

export type AddressHolder = {
  user_id: string;
  role: Role;
  partner_id: string | null;
  tenant_id: string | null;
  /** Has signed in at least once. */
  confirmed: boolean;
  only_admin: boolean;
};

export async function addressHolder(tx: Tx, email: string): Promise<AddressHolder | null> {
  const { rows } = await sql<AddressHolder>`select * from address_holder(${email})`.execute(tx);
  return rows[0] ?? null;
}

/** False when they have signed in meanwhile. */
export async function removeUnconfirmed(tx: Tx, userId: string): Promise<boolean> {
  const { rows } = await sql<{ gone: boolean }>`select remove_unconfirmed(${userId}, ${newId()}) as gone`.execute(tx);
  return rows[0]!.gone;
}

/** False where that account has no second factor. */
export async function resetSecondFactorOf(tx: Tx, email: string, eventId: string): Promise<boolean> {
  const { rows } = await sql<{ who: string | null }>`select reset_second_factor(${email}, ${eventId}) as who`.execute(
    tx,
  );
  return rows[0]!.who !== null;
}

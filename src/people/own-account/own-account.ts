import type { FastifyRequest } from 'fastify';
import { addJob, asNobody, type Tx } from '../../platform/db/db.ts';
import { brandOf, queueMail } from '../../platform/db/mail/mail.ts';
import type { Caller } from '../../platform/http/caller.ts';
import { isTenantRole } from '../../platform/http/caller.ts';
import { errorFactory, notFound, platformErrors } from '../../platform/http/errors.ts';
import { hashPassword, verifyPassword } from '../../platform/password.ts';
import { newId } from '../../platform/values/ids.ts';
import { peopleErrors } from '../contract.ts';
import type { MailOwner } from '../invitations/invitations.ts';
import { noticeMail } from '../mails.ts';
import { originOf, type PeopleDeps } from '../origin.ts';
import { refuseWeakPassword } from '../passwords.ts';
import * as sessionsSql from '../sign-in/sessions-sql.ts';
import { requireSession } from '../sign-in/sessions.ts';
import * as signInSql from '../sign-in/sign-in-sql.ts';
import {
  type Attempt,
  attemptAtAccount,
  attemptFrom,
  countAttempt,
  settleAttempt,
} from '../sign-in/sign-in-throttle.ts';
import * as ownAccountSql from './sql.ts';
import { deviceName } from './user-agent.ts';

const fail = errorFactory({ ...platformErrors, ...peopleErrors });

/** The owner of mails about the caller's account. */
const mailOwnerOf = ({ role, partner, tenant }: Caller): MailOwner => {
  if (isTenantRole(role) && tenant) return { tenantId: tenant.id };
  return partner ? { partnerId: partner.id } : {};
};

export type PasswordProof = { verifiedHash: string; factor: signInSql.SignInFactor | null; attempt: Attempt };

/** Requires the current password before the account changes, in case the page was left open. Throttled like signing in. */
export async function provePassword(
  { config, db }: PeopleDeps,
  caller: Caller,
  password: string,
  request: FastifyRequest,
): Promise<PasswordProof> {
  const attempt = attemptAtAccount(config, request, caller.email);
  const account = await asNobody(db, async (tx) => {
    await countAttempt(tx, attempt);
    return signInSql.findSignIn(tx, caller.email);
  });
  const isRight = await verifyPassword(account?.password_hash ?? null, password);
  if (isRight && account?.password_hash)
    return { verifiedHash: account.password_hash, factor: account.factor, attempt };
  await asNobody(db, (tx) => ownAccountSql.recordOwnEvent(tx, 'password.change-refused', caller.id, originOf(request)));
  throw wrongPassword();
}

const wrongPassword = () =>
  fail('wrong_password', 'Your current password is wrong.', {
    errors: [{ path: 'currentPassword', message: 'This is not your current password.' }],
  });

export type PasswordChange = PasswordProof & { newHash: string };

export async function preparePasswordChange(
  deps: PeopleDeps,
  caller: Caller,
  input: { currentPassword: string; newPassword: string },
  request: FastifyRequest,
): Promise<PasswordChange> {
  const proof = await provePassword(deps, caller, input.currentPassword, request);
  const brand = caller.partner?.name ?? caller.tenant?.name ?? null;
  await refuseWeakPassword(input.newPassword, { email: caller.email, name: caller.name, brand }, 'newPassword');
  return { ...proof, newHash: await hashPassword(input.newPassword) };
}

/** Keeps the current session, ends all others of the user, and invalidates links mailed before. */
export async function changePassword(
  tx: Tx,
  { config, now }: PeopleDeps,
  caller: Caller,
  { change: { verifiedHash, newHash, attempt }, request }: { change: PasswordChange; request: FastifyRequest },
): Promise<void> {
  const { hash } = await requireSession(tx, config, request);
  // the password was changed meanwhile
  if (!(await ownAccountSql.changeOwnPassword(tx, { id: caller.id, verifiedHash }, newHash, hash)))
    throw wrongPassword();
  await settleAttempt(tx, attempt);
  await ownAccountSql.recordOwnEvent(tx, 'password.changed', caller.id, originOf(request));
  await notify(tx, caller, 'password-changed', now());
}

export async function notify(tx: Tx, caller: Caller, kind: Parameters<typeof noticeMail>[0], at: Date): Promise<void> {
  const owner = mailOwnerOf(caller);
  const brand = await brandOf(tx, owner);
  await queueMail(tx, {
    kind: 'accountNotice',
    ...owner,
    to: caller.email,
    ...noticeMail(kind, { name: caller.name, brand, at }),
  });
}

/**
 * Queues a mail with a password link. Neither the response nor its timing reveals whether the account exists, because a job sends the mail.
 */
export async function requestPasswordReset(
  tx: Tx,
  { config }: PeopleDeps,
  email: string,
  request: FastifyRequest,
): Promise<{ mail: 'sent' | 'no_mail_server' }> {
  await countAttempt(tx, attemptFrom(config, request, 'reset'));
  const account = await signInSql.findSignIn(tx, email);
  const userId = account?.user_id ?? newId();
  await ownAccountSql.recordOwnEvent(tx, 'password.link-requested', account?.user_id ?? null, originOf(request));
  await addJob(tx, 'mail_password_link', { userId }, { key: `mail_password_link:${userId}` });
  return { mail: config.smtpUrl === undefined ? 'no_mail_server' : 'sent' };
}

export async function listOwnSessions(tx: Tx, { config }: PeopleDeps, request: FastifyRequest) {
  const { row } = await requireSession(tx, config, request);
  const rows = await sessionsSql.listSessions(tx);
  return {
    items: rows.map((session) => ({
      id: session.id,
      current: session.id === row.session_id,
      device: deviceName(session.user_agent),
      address: session.ip,
      createdAt: session.created_at.toISOString(),
      lastUsedAt: session.last_used_at.toISOString(),
      expiresAt: session.expires_at.toISOString(),
    })),
  };
}

/** Ends another session of the user. Its next request is refused. */
export async function endOwnSession(tx: Tx, caller: Caller, id: string, request: FastifyRequest): Promise<void> {
  if (!(await sessionsSql.endSession(tx, id))) throw notFound();
  await ownAccountSql.recordOwnEvent(tx, 'session.ended', caller.id, originOf(request));
}

/** Ends all other sessions of the user. */
export async function endOtherSessions(
  tx: Tx,
  { config }: PeopleDeps,
  caller: Caller,
  request: FastifyRequest,
): Promise<void> {
  const { row } = await requireSession(tx, config, request);
  const ended = await sessionsSql.endOtherSessions(tx, row.session_id);
  if (ended > 0) await ownAccountSql.recordOwnEvent(tx, 'session.others-ended', caller.id, originOf(request));
}

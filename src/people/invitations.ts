import type { FastifyRequest } from 'fastify';
import type { Config } from '../platform/config.ts';
import { asNobody, type Db, type Tx } from '../platform/db/db.ts';
import { type AppError, errorFactory, platformErrors } from '../platform/http/errors.ts';
import { brandOf, queueMail } from '../platform/db/mail.ts';
import { hashPassword } from '../platform/password.ts';
import { hashToken, newToken } from '../platform/secrets.ts';
import { tenantErrors } from '../tenants/contract.ts';
import { TENANT_STATUSES } from '../status/contract.ts';
import { tenantMay } from '../status/rules.ts';
import { peopleErrors } from './contract.ts';
import { type LinkKind, passwordLinkMail, welcomeLink } from './mails.ts';
import { refuseCommonPassword } from './passwords.ts';
import { FIRST_OPERATOR_MS, FORGOTTEN_PASSWORD_MS, INVITATION_MS } from './rules.ts';
import type { PeopleDeps } from './origin.ts';
import { checkCode, codeRequired, type FactorProof } from './second-proof.ts';
import type { Verified } from './sessions.ts';
import { type Attempt, attemptFrom, countAttempt, settleAttempt } from './sign-in-throttle.ts';
import * as invitationsSql from './invitations-sql.ts';
import * as signInSql from './sign-in-sql.ts';
import * as ownAccountSql from './own-account-sql.ts';

const fail = errorFactory({ ...platformErrors, ...tenantErrors, ...peopleErrors });

const linkExpired = () => fail('link_expired', 'This link was used already or has expired. Ask for a new one.');

/** What of a person a mail about the account needs. */
export type Addressee = { id: string; email: string; name: string };

/** Whose mail it is: a partner's, a tenant's, or, with neither, the operator's own people's. */
export type MailOwner = { partnerId?: string; tenantId?: string };

/** Mails a link by which somebody chooses a password, and answers it; an earlier link of the same person ends. */
export async function mailLink(tx: Tx, config: Config, kind: LinkKind, to: Addressee, of: MailOwner): Promise<string> {
  const token = newToken();
  const ms = kind === 'forgotten' ? FORGOTTEN_PASSWORD_MS : INVITATION_MS;
  const expires = await invitationsSql.openInvitation(tx, to.id, hashToken(token), ms);
  const link = welcomeLink(config, token);
  const mail = passwordLinkMail(kind, { name: to.name, brand: await brandOf(tx, of), link, expires });
  // somebody signed in names the recipient; what anybody can ask for is bounded by its job
  await queueMail(tx, { ...of, to: to.email, ...(kind !== 'forgotten' && { limited: true }), ...mail });
  return link;
}

/** What the page shows before it asks for a password. Guessing links is slowed like guessing passwords. */
export async function readInvitation(deps: PeopleDeps, token: string, request: FastifyRequest) {
  const found = await findInvitation(deps, token, attemptFrom(deps.config, request, 'link'));
  return {
    email: found.email,
    name: found.user_name,
    role: found.role,
    brand: found.brand,
    secondFactor: found.factor !== null,
    purpose: found.invited || found.user_id === null ? ('invitation' as const) : ('new_password' as const),
  };
}

type Found = invitationsSql.FoundInvitation & { factor: signInSql.SignInFactor | null };

async function findInvitation({ db }: PeopleDeps, token: string, attempt: Attempt): Promise<Found> {
  const found = await asNobody(db, async (tx) => {
    await countAttempt(tx, attempt);
    const invitation = await invitationsSql.readInvitation(tx, hashToken(token));
    if (!invitation) return null;
    await settleAttempt(tx, attempt);
    const account = invitation.email === null ? null : await signInSql.findSignIn(tx, invitation.email);
    return { ...invitation, factor: account?.factor ?? null };
  });
  if (!found) throw linkExpired();
  const refusal = refuseNewcomer(found);
  if (refusal) throw refusal;
  return found;
}

/** Nobody new joins a tenant whose people may change nothing. Who has an account already looks after it in every status. */
const NOBODY_NEW_IN = TENANT_STATUSES.filter((status) => !tenantMay(status, 'tenantChanges'));

/** Why nobody new may join now; null if this is somebody who has an account, or the tenant takes people. */
export function refuseNewcomer(account: {
  invited: boolean;
  tenant_name: string | null;
  tenant_status: string | null;
}): AppError | null {
  const status = NOBODY_NEW_IN.find((name) => name === account.tenant_status);
  if (!account.invited || !status) return null;
  const { tenant_name: name } = account;
  return status === 'SUSPENDED'
    ? fail('tenant_suspended', `The service of ${name} is suspended. Your link works again when it is back.`)
    : fail('tenant_cancelled', `The service of ${name} was cancelled, so this invitation cannot be accepted.`);
}

export type Acceptance = {
  token: string;
  email: string;
  passwordHash: string;
  /** The first operator says who it is; everybody else was named when invited. */
  operator: { email: string; name: string } | null;
  proof: FactorProof | null;
  attempts: readonly Attempt[];
};

/** Everything that needs no transaction: a link that is no good costs no hashing. */
export async function prepareAcceptance(
  deps: PeopleDeps,
  input: {
    token: string;
    password: string;
    code?: string | undefined;
    email?: string | undefined;
    name?: string | undefined;
  },
  request: FastifyRequest,
): Promise<Acceptance> {
  const attempt = attemptFrom(deps.config, request, 'link');
  const invitation = await findInvitation(deps, input.token, attempt);
  const operator = invitation.user_id === null ? nameOperator(input) : null;
  if (operator && (await asNobody(deps.db, (tx) => signInSql.findSignIn(tx, operator.email)))) {
    throw fail('email_taken', 'There is an account with this email address.', {
      errors: [{ path: 'email', message: 'Already in use.' }],
    });
  }
  const email = operator?.email ?? invitation.email ?? '';
  const name = operator?.name ?? invitation.user_name ?? '';
  await refuseCommonPassword(input.password, { email, name, brand: invitation.brand });
  const { user_id: id, factor } = invitation;
  // a mailbox alone opens no account that asks for more than a password
  const checked = id && factor ? await checkLinkCode(deps, { id, email, factor }, input.code, request) : null;
  return {
    token: input.token,
    email,
    passwordHash: await hashPassword(input.password),
    operator,
    proof: checked?.proof ?? null,
    attempts: checked ? [attempt, checked.attempt] : [attempt],
  };
}

function checkLinkCode(
  deps: PeopleDeps,
  account: Parameters<typeof checkCode>[1],
  code: string | undefined,
  request: FastifyRequest,
) {
  if (code === undefined) throw codeRequired();
  return checkCode(deps, account, code, request);
}

function nameOperator(input: { email?: string | undefined; name?: string | undefined }): {
  email: string;
  name: string;
} {
  const { email, name } = input;
  if (email !== undefined && name !== undefined) return { email, name };
  const errors = [
    ...(email === undefined ? [{ path: 'email', message: 'Enter an email address.' }] : []),
    ...(name === undefined ? [{ path: 'name', message: 'Enter a name.' }] : []),
  ];
  throw fail('invalid', 'Say who you are.', { errors });
}

/** Sets the password and uses the link up, both or neither; of two at once with one link, one succeeds. */
export async function acceptInvitation(tx: Tx, accepted: Acceptance, from: ownAccountSql.Origin): Promise<Verified> {
  const hash = hashToken(accepted.token);
  const { passwordHash, operator, proof, attempts, email } = accepted;
  const userId = operator
    ? await invitationsSql.acceptOperatorInvitation(tx, hash, { ...operator, passwordHash }, from)
    : await invitationsSql.acceptInvitation(tx, hash, { passwordHash, nobodyNewIn: NOBODY_NEW_IN }, from);
  if (userId === null) throw linkExpired();
  return { userId, email, verifiedHash: passwordHash, proof, attempts };
}

/** An empty database has nobody who could let anybody in: a one-time link for whoever starts it. Null when there is an operator. */
export function bootstrapOperator(db: Db, config: Config): Promise<string | null> {
  return asNobody(db, async (tx) => {
    if (!(await invitationsSql.lacksOperator(tx))) return null;
    const token = newToken();
    await invitationsSql.openInvitation(tx, null, hashToken(token), FIRST_OPERATOR_MS);
    return welcomeLink(config, token);
  });
}

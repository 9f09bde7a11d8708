import type { FastifyRequest } from 'fastify';
import type { Config } from '../../platform/config.ts';
import { asNobody, type Db, type Tx } from '../../platform/db/db.ts';
import { brandOf, queueMail } from '../../platform/db/mail/mail.ts';
import { type AppError, errorFactory, platformErrors } from '../../platform/http/errors.ts';
import { hashPassword } from '../../platform/password.ts';
import { hashToken, newToken } from '../../platform/secrets.ts';
import { TENANT_STATUSES } from '../../status/contract.ts';
import { tenantMay } from '../../status/rules.ts';
import { tenantErrors } from '../../tenants/contract.ts';
import { peopleErrors } from '../contract.ts';
import { type LinkKind, passwordLinkMail, welcomeLink } from '../mails.ts';
import type { PeopleDeps } from '../origin.ts';
import * as ownAccountSql from '../own-account/sql.ts';
import { refuseWeakPassword } from '../passwords.ts';
import { FIRST_OPERATOR_MS, FORGOTTEN_PASSWORD_MS, INVITATION_MS } from '../rules.ts';
import { checkCode, codeRequired, type FactorProof } from '../second-factor/second-proof.ts';
import type { Verified } from '../sign-in/sessions.ts';
import * as signInSql from '../sign-in/sign-in-sql.ts';
import { type Attempt, attemptFrom, countAttempt, settleAttempt } from '../sign-in/sign-in-throttle.ts';
import * as invitationsSql from './sql.ts';

const fail = errorFactory({ ...platformErrors, ...tenantErrors, ...peopleErrors });

const linkExpired = () => fail('link_expired', 'This link has already been used or has expired. Ask for a new one.');

/** The user details that mails about the account need. */
export type Addressee = { id: string; email: string; name: string };

/** The owner of a mail: a partner, a tenant, or, with neither, the operator. */
export type MailOwner = { partnerId?: string; tenantId?: string };

/** Mails a link for choosing a password and returns it. Earlier links of the same user become invalid. */
export async function mailLink(
  tx: Tx,
  config: Config,
  { kind, to, of }: { kind: LinkKind; to: Addressee; of: MailOwner },
): Promise<string> {
  const token = newToken();
  const ms = kind === 'forgotten' ? FORGOTTEN_PASSWORD_MS : INVITATION_MS;
  const expires = await invitationsSql.openInvitation(tx, to.id, hashToken(token), ms);
  const link = welcomeLink(config, token);
  const mail = passwordLinkMail(kind, { name: to.name, brand: await brandOf(tx, of), link, expires });
  const mailKind = kind === 'forgotten' ? 'requestedLink' : 'accountLink';
  await queueMail(tx, { kind: mailKind, ...of, to: to.email, ...mail });
  return link;
}

/** What the page shows before the password is chosen. Guessing links is throttled like guessing passwords. */
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
  const refusal = refuseNewUser(found);
  if (refusal) throw refusal;
  return found;
}

/** Statuses in which no new user can join a tenant. Existing users can recover their account in every status. */
const CLOSED_TO_NEW_USERS = TENANT_STATUSES.filter((status) => !tenantMay(status, 'tenantChanges'));

/** Why a new user cannot join now; null if the user already has an account or the tenant accepts users. */
export function refuseNewUser(account: {
  invited: boolean;
  tenant_name: string | null;
  tenant_status: string | null;
}): AppError | null {
  const status = CLOSED_TO_NEW_USERS.find((name) => name === account.tenant_status);
  if (!account.invited || !status) return null;
  const { tenant_name: name } = account;
  return status === 'SUSPENDED'
    ? fail(
        'tenant_suspended',
        `The service of ${name} is suspended. Your link will work again once the service is restored.`,
      )
    : fail('tenant_cancelled', `The service of ${name} was cancelled, so this invitation cannot be accepted.`);
}

export type Acceptance = {
  token: string;
  email: string;
  passwordHash: string;
  /** given by the first operator only; other users were named in their invitation */
  operator: { email: string; name: string } | null;
  proof: FactorProof | null;
  attempts: readonly Attempt[];
};

/** Does everything that needs no transaction. Checks the link first, so that an invalid one causes no password hashing. */
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
  const operator = invitation.user_id === null ? requireOperatorName(input) : null;
  if (operator && (await asNobody(deps.db, (tx) => signInSql.findSignIn(tx, operator.email)))) {
    throw fail('email_taken', 'An account with this email address already exists.', {
      errors: [{ path: 'email', message: 'Already in use.' }],
    });
  }
  const email = operator?.email ?? invitation.email ?? '';
  const name = operator?.name ?? invitation.user_name ?? '';
  await refuseWeakPassword(input.password, { email, name, brand: invitation.brand });
  const { user_id: id, factor } = invitation;
  // access to the mailbox must not bypass a second factor
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

function requireOperatorName(input: { email?: string | undefined; name?: string | undefined }): {
  email: string;
  name: string;
} {
  const { email, name } = input;
  if (email !== undefined && name !== undefined) return { email, name };
  const errors = [
    ...(email === undefined ? [{ path: 'email', message: 'Enter an email address.' }] : []),
    ...(name === undefined ? [{ path: 'name', message: 'Enter a name.' }] : []),
  ];
  throw fail('invalid', 'Enter your name and email address.', { errors });
}

/** Sets the password and uses up the link, atomically. Of two concurrent requests with one link, one succeeds. */
export async function acceptInvitation(tx: Tx, accepted: Acceptance, from: ownAccountSql.Origin): Promise<Verified> {
  const hash = hashToken(accepted.token);
  const { passwordHash, operator, proof, attempts, email } = accepted;
  const userId = operator
    ? await invitationsSql.acceptOperatorInvitation(tx, hash, { ...operator, passwordHash }, from)
    : await invitationsSql.acceptInvitation(tx, hash, { passwordHash, nobodyNewIn: CLOSED_TO_NEW_USERS }, from);
  if (userId === null) throw linkExpired();
  return { userId, email, verifiedHash: passwordHash, proof, attempts };
}

/** On an empty database, creates a one-time link for the first operator. Null if there is an operator. */
export function bootstrapOperator(db: Db, config: Config): Promise<string | null> {
  return asNobody(db, async (tx) => {
    if (!(await invitationsSql.needsFirstOperator(tx))) return null;
    const token = newToken();
    await invitationsSql.openInvitation(tx, null, hashToken(token), FIRST_OPERATOR_MS);
    return welcomeLink(config, token);
  });
}

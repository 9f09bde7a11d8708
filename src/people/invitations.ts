import { type Config, webAddress } from '../platform/config.ts';
import { asNobody, type Db, type Tx } from '../platform/db.ts';
import { failing, platformErrors } from '../platform/errors.ts';
import { mailLink, mailText } from '../platform/escape/mail.ts';
import { brandOf, queueMail } from '../platform/mail.ts';
import { hashPassword } from '../platform/password.ts';
import { hashToken, newToken } from '../platform/secrets.ts';
import type { Role } from '../platform/caller.ts';
import { peopleErrors } from './contract.ts';
import { FIRST_OPERATOR_MS, INVITATION_MS } from './rules.ts';
import type { PeopleDeps, Verified } from './sessions.ts';
import * as sql from './sql.ts';
import { countTry, settleTry, type Try, tryBy } from './tries.ts';

const fail = failing({ ...platformErrors, ...peopleErrors });

const linkExpired = () => fail('link_expired', 'This link was used already, or its time is over. Ask for a new one.');

/** The token stands behind `#`: browsers do not send that part, so it is in no log of a server or a proxy. */
const welcomeLink = (config: Config, token: string): string => `${webAddress(config)}/welcome#${token}`;

/** Mails a link by which somebody chooses a password, the first or another; an earlier link of the same person ends. */
export async function invite(
  tx: Tx,
  config: Config,
  to: { id: string; email: string; name: string; invited: boolean },
  of: { partnerId?: string; tenantId?: string },
): Promise<void> {
  const token = newToken();
  const expires = await sql.openInvitation(tx, to.id, hashToken(token), INVITATION_MS);
  const brand = (await brandOf(tx, of)) ?? '';
  const words = to.invited ? WORDS.invitation : WORDS.newPassword;
  await queueMail(tx, {
    ...of,
    to: to.email,
    limited: true,
    subject: words.subject(brand),
    body: mailText`Hello ${to.name},

${words.why(brand)}

${mailLink(welcomeLink(config, token))}

The link works once, until ${expires.toUTCString()}. ${words.otherwise}

${brand}`,
  });
}

const WORDS = {
  invitation: {
    subject: (brand: string) => mailText`Your access to the phone system of ${brand}`,
    why: (brand: string) => mailText`${brand} has opened an account for you. Choose your password here:`,
    otherwise: 'If you did not expect this mail, you need not do anything.',
  },
  newPassword: {
    subject: (brand: string) => mailText`A new password for the phone system of ${brand}`,
    why: (brand: string) => mailText`Here you choose a new password for your account with ${brand}:`,
    otherwise:
      'It ends every session that you have. If you did not ask for it, you need not do anything: your present password goes on working.',
  },
};

/** What the page shows before it asks for a password. Guessing links is slowed like guessing passwords. */
export async function readInvitation({ config, db }: PeopleDeps, token: string, ip: string) {
  const found = await findInvitation({ config, db }, token, tryBy(config, ip));
  return { email: found.email, name: found.user_name, role: found.role as Role, brand: found.brand };
}

async function findInvitation({ db }: PeopleDeps, token: string, counted: Try): Promise<sql.FoundInvitation> {
  const found = await asNobody(db, async (tx) => {
    await countTry(tx, counted);
    const invitation = await sql.readInvitation(tx, hashToken(token));
    if (invitation) await settleTry(tx, counted);
    return invitation;
  });
  if (!found) throw linkExpired();
  return found;
}

export type Acceptance = {
  token: string;
  passwordHash: string;
  /** The first operator says who it is; everybody else was named when invited. */
  operator: { email: string; name: string } | null;
  counted: Try;
};

/** Everything that needs no transaction: a link that is no good costs no hashing. */
export async function prepareAcceptance(
  deps: PeopleDeps,
  input: { token: string; password: string; email?: string; name?: string },
  ip: string,
): Promise<Acceptance> {
  const counted = tryBy(deps.config, ip);
  const invitation = await findInvitation(deps, input.token, counted);
  const operator = invitation.user_id === null ? nameOperator(input) : null;
  if (operator && (await asNobody(deps.db, (tx) => sql.findSignIn(tx, operator.email)))) {
    throw fail('email_taken', 'There is an account with this e-mail address.', {
      errors: [{ path: 'email', message: 'Has an account.' }],
    });
  }
  return { token: input.token, passwordHash: await hashPassword(input.password), operator, counted };
}

function nameOperator(input: { email?: string; name?: string }): { email: string; name: string } {
  const { email, name } = input;
  if (email !== undefined && name !== undefined) return { email, name };
  const errors = [
    ...(email === undefined ? [{ path: 'email', message: 'Enter an e-mail address.' }] : []),
    ...(name === undefined ? [{ path: 'name', message: 'Enter a name.' }] : []),
  ];
  throw fail('invalid', 'Say who you are.', { errors });
}

/** Sets the password and uses the link up, both or neither; of two at once with one link, one succeeds. */
export async function acceptInvitation(tx: Tx, accepted: Acceptance, from: sql.Origin): Promise<Verified> {
  const hash = hashToken(accepted.token);
  const { passwordHash, operator, counted } = accepted;
  const userId = operator
    ? await sql.acceptOperatorInvitation(tx, hash, { ...operator, passwordHash }, from)
    : await sql.acceptInvitation(tx, hash, passwordHash, from);
  if (userId === null) throw linkExpired();
  return { userId, verifiedHash: passwordHash, counted };
}

/** An empty database has nobody who could let anybody in: a one-time link for whoever starts it. Null when there is an operator. */
export function bootstrapOperator(db: Db, config: Config): Promise<string | null> {
  return asNobody(db, async (tx) => {
    if (!(await sql.lacksOperator(tx))) return null;
    const token = newToken();
    await sql.openInvitation(tx, null, hashToken(token), FIRST_OPERATOR_MS);
    return welcomeLink(config, token);
  });
}

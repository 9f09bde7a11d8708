import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../platform/config.ts';
import { asNobody, type Tx } from '../../platform/db/db.ts';
import { isTenantRole, type Person } from '../../platform/http/caller.ts';
import { errorFactory, platformErrors } from '../../platform/http/errors.ts';
import { verifyPassword } from '../../platform/password.ts';
import { hashToken, newToken } from '../../platform/secrets.ts';
import { peopleErrors, type Session } from '../contract.ts';
import { originOf, type PeopleDeps } from '../origin.ts';
import * as ownAccountSql from '../own-account/sql.ts';
import { shownPermissions, SESSION_MS } from '../rules.ts';
import { checkCode, codeRequired, type FactorProof, consumeProof } from '../second-factor/second-proof.ts';
import { cookieOf } from './cookies.ts';
import { rememberDevice } from './known-device.ts';
import * as sessionsSql from './sessions-sql.ts';
import * as signInSql from './sign-in-sql.ts';
import { attemptAtAccount, type Attempt, countAttempt, settleAttempt } from './sign-in-throttle.ts';

const fail = errorFactory({ ...platformErrors, ...peopleErrors });

const tokenOf = (config: Config, request: FastifyRequest): string | undefined =>
  request.cookies[cookieOf(config, request, 'session').name];

/** Finds the caller of a request. Reads the session for each request, so that ending it takes effect at once. */
export function authenticator({ config, db }: PeopleDeps): (request: FastifyRequest) => Promise<Person | null> {
  return async (request) => {
    const token = tokenOf(config, request);
    const row = token === undefined ? null : await sessionsSql.readSession(db, hashToken(token));
    if (token !== undefined && row?.unseen) await sessionsSql.touchSession(db, hashToken(token), request.ip);
    return row && { ...toCaller(row), ip: request.ip, requestId: request.id };
  };
}

/** A tenant's users act only for the tenant, so their partner is not in the transaction's context. */
function toCaller(row: sessionsSql.SessionRow): Omit<Person, 'ip' | 'requestId'> {
  const { role } = row;
  return {
    id: row.user_id,
    email: row.email,
    name: row.user_name,
    role,
    partner: isTenantRole(role) ? null : row.partner,
    tenant: row.tenant,
    endsAt: row.expires_at,
    via: 'session',
    mustSetUp: row.must_set_up,
  };
}

function toSession(config: Config, row: sessionsSql.SessionRow): Session {
  const { role } = row;
  return {
    user: { id: row.user_id, email: row.email, name: row.user_name, role },
    partner: row.partner,
    tenant: row.tenant,
    extension: row.extension,
    permissions: shownPermissions(role, { hearsRecordings: row.hears_recordings, tenantKeys: row.tenant_keys }),
    secondFactor: { enabled: row.second_factor, setupRequired: row.must_set_up },
    voice: config.voice === 'off' ? 'off' : 'on',
    mail: config.smtpUrl === undefined ? 'off' : 'on',
  };
}

/** A verified password, and a verified code if the account requires one. `openSession` turns it into a session. */
export type Verified = {
  userId: string;
  email: string;
  verifiedHash: string;
  proof: FactorProof | null;
  attempts: readonly Attempt[];
};

/** Holds no database connection while hashing. An unknown account and a wrong password get the same response in the same time. */
export async function verifySignIn(
  deps: PeopleDeps,
  { email, password, code }: { email: string; password: string; code?: string | undefined },
  request: FastifyRequest,
): Promise<Verified> {
  const { config, db } = deps;
  const attempt = attemptAtAccount(config, request, email);
  const account = await asNobody(db, async (tx) => {
    await countAttempt(tx, attempt);
    return signInSql.findSignIn(tx, email.trim());
  });
  const isRight = await verifyPassword(account?.password_hash ?? null, password);
  if (isRight && account?.password_hash) {
    const verified = { userId: account.user_id, email, verifiedHash: account.password_hash };
    if (account.factor === null) return { ...verified, proof: null, attempts: [attempt] };
    if (code === undefined) {
      // the password was right, so the missing code does not count as a failure
      await asNobody(db, (tx) => settleAttempt(tx, attempt));
      throw codeRequired();
    }
    const checked = await checkCode(deps, { id: account.user_id, email, factor: account.factor }, code, request);
    return { ...verified, proof: checked.proof, attempts: [attempt, checked.attempt] };
  }
  await asNobody(db, (tx) =>
    ownAccountSql.recordOwnEvent(tx, 'session.refused', account?.user_id ?? null, originOf(request)),
  );
  throw wrongCredentials();
}

const wrongCredentials = () => fail('wrong_credentials', 'Wrong email or password.');

/** Signs in: opens a session, sets its cookie and ends the browser's previous session. */
export async function openSession(
  tx: Tx,
  config: Config,
  { userId, email, verifiedHash, proof, attempts }: Verified,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<Session> {
  const from = originOf(request);
  const old = tokenOf(config, request);
  if (old !== undefined) await sessionsSql.closeSession(tx, hashToken(old), from);
  const token = newToken();
  const hash = hashToken(token);
  if (proof) await consumeProof(tx, userId, proof);
  const userAgent = printable(request.headers['user-agent'] ?? '');
  const opened = await sessionsSql.openSession(
    tx,
    { id: userId, verifiedHash },
    { hash, ms: SESSION_MS, userAgent, proven: proof !== null },
    from,
  );
  if (!opened) throw wrongCredentials();
  for (const attempt of attempts) await settleAttempt(tx, attempt);
  if (proof?.kind === 'recovery')
    await ownAccountSql.recordOwnEvent(tx, 'second-factor.recovery-code-used', userId, from);
  const { name, secure } = cookieOf(config, request, 'session');
  reply.setCookie(name, token, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: SESSION_MS / 1000 });
  rememberDevice(config, request, reply, email);
  const session = await sessionsSql.readSession(tx, hash);
  // ended in the meantime
  if (!session) throw wrongCredentials();
  return toSession(config, session);
}

/** The user agent is shown as the browser's name, so only printable characters are stored. */
const printable = (userAgent: string): string => userAgent.replaceAll(/[^\x20-\x7e]/g, '').slice(0, 300);

/** Signs out of this session only. */
export async function closeSession(
  tx: Tx,
  config: Config,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const token = tokenOf(config, request);
  if (token === undefined) return;
  await sessionsSql.closeSession(tx, hashToken(token), originOf(request));
  const { name, secure } = cookieOf(config, request, 'session');
  reply.clearCookie(name, { path: '/', httpOnly: true, sameSite: 'lax', secure });
}

/** The current user and their permissions, which the page loads first. */
export async function currentSession(tx: Tx, config: Config, request: FastifyRequest): Promise<Session> {
  return toSession(config, (await requireSession(tx, config, request)).row);
}

/** The session of this request. */
export async function requireSession(
  tx: Tx,
  config: Config,
  request: FastifyRequest,
): Promise<{ hash: Buffer; row: sessionsSql.SessionRow }> {
  const token = tokenOf(config, request);
  const hash = hashToken(token ?? '');
  const row = token === undefined ? null : await sessionsSql.readSession(tx, hash);
  // ended after the request was authenticated
  if (!row) throw fail('unauthenticated', 'Your session has ended. Sign in again.');
  return { hash, row };
}

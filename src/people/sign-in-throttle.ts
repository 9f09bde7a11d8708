import type { FastifyRequest } from 'fastify';
import type { Config } from '../platform/config.ts';
import type { Tx } from '../platform/db/db.ts';
import { fail } from '../platform/http/errors.ts';
import { keyedHash } from '../platform/secrets.ts';
import { knownDevice } from './known-device.ts';
import { addressBlock, ATTACKED_FROM, THROTTLE, type ThrottleRule } from './rules.ts';
import * as sql from './sign-in-sql.ts';

type Counted = {
  key: Buffer;
  rule: ThrottleRule;
  /** In place of `rule` while the account is under attack. */
  attacked?: ThrottleRule;
  /** What a good one does: start afresh here, or only take itself back, so that it buys no attempts at others. */
  settles: 'all' | 'itself';
};

/** One attempt at a password, a code or a link, and what it is counted under. */
export type Attempt = {
  /** The first that refuses says how long to wait. */
  counted: readonly Counted[];
  /** Counts what comes from browsers that the account does not know. Nothing is refused for it alone. */
  account: Buffer | null;
};

/** Hashed with a key: which accounts were tried is nobody's business. */
const keyOf = (config: Config, text: string): Buffer => keyedHash(config.secretKey, 'sign-in tries', text);

/**
 * An attempt at one account. A browser that has signed in to it before is counted by itself, and is let in whatever others do. Everybody
 * else is counted by account and address together, so that nobody is refused for what came from elsewhere.
 */
export function attemptAtAccount(config: Config, request: FastifyRequest, email: string): Attempt {
  const account = accountKey(email);
  const device = deviceAttempt(config, request, email, account);
  if (device) return device;
  const address = addressBlock(request.ip);
  return {
    counted: [
      {
        key: keyOf(config, `pair ${address} ${account}`),
        rule: THROTTLE.pair,
        attacked: THROTTLE.attacked,
        settles: 'all',
      },
      { key: keyOf(config, `address ${address}`), rule: THROTTLE.address, settles: 'itself' },
    ],
    account: keyOf(config, `account ${account}`),
  };
}

/** An attempt at the second factor, by somebody who knows the password: strangers share one count, from wherever they come. */
export function attemptAtCode(config: Config, request: FastifyRequest, email: string): Attempt {
  const account = `code ${accountKey(email)}`;
  const device = deviceAttempt(config, request, email, account);
  if (device) return device;
  return { counted: [{ key: keyOf(config, account), rule: THROTTLE.code, settles: 'all' }], account: null };
}

const accountKey = (email: string): string => email.trim().toLowerCase();

function deviceAttempt(config: Config, request: FastifyRequest, email: string, account: string): Attempt | null {
  const device = knownDevice(config, request, email);
  if (device === null) return null;
  const key = keyOf(config, `device ${device} ${account}`);
  return { counted: [{ key, rule: THROTTLE.pair, settles: 'all' }], account: null };
}

/** An attempt that names no account: at a link, or asking for one. */
export function attemptFrom(config: Config, request: FastifyRequest, what: 'link' | 'reset'): Attempt {
  const address = addressBlock(request.ip);
  // whoever guesses links is slowed like whoever guesses passwords, together
  const key = keyOf(config, what === 'link' ? `address ${address}` : `reset ${address}`);
  return { counted: [{ key, rule: THROTTLE.address, settles: 'itself' }], account: null };
}

/** How often one account is mailed a link for which somebody asks who is not signed in. */
export async function mayMailLink(tx: Tx, config: Config, userId: string): Promise<boolean> {
  return (await sql.countTry(tx, keyOf(config, `link mail ${userId}`), THROTTLE.linkMail)) === 0;
}

/** Counts the attempt before anything is looked at. Too many: 429 with the wait, which grows; what is refused is not counted. */
export async function countAttempt(tx: Tx, { counted, account }: Attempt): Promise<void> {
  const isAttacked = account !== null && (await sql.failuresOf(tx, account)) >= ATTACKED_FROM;
  for (const { key, rule, attacked } of counted) {
    const wait = await sql.countTry(tx, key, (isAttacked && attacked) || rule);
    if (wait > 0) throw tooMany(wait);
  }
  if (account) await sql.countFailure(tx, account);
}

function tooMany(seconds: number) {
  const minutes = Math.ceil(seconds / 60);
  const wait = seconds < 90 ? `${seconds} ${seconds === 1 ? 'second' : 'seconds'}` : `${minutes} minutes`;
  return fail('rate_limited', `Too many attempts. Try again in ${wait}.`, { extra: { retryAfter: seconds } });
}

/** After a good one. */
export async function settleAttempt(tx: Tx, { counted, account }: Attempt): Promise<void> {
  for (const { key, settles } of counted)
    await (settles === 'all' ? sql.forgetTries(tx, key) : sql.uncountTry(tx, key));
  if (account) await sql.uncountTry(tx, account);
}

import type { FastifyRequest } from 'fastify';
import type { Config } from '../../platform/config.ts';
import type { Tx } from '../../platform/db/db.ts';
import { fail } from '../../platform/http/errors.ts';
import { keyedHash } from '../../platform/secrets.ts';
import { addressBlock, ATTACK_THRESHOLD, THROTTLE, type ThrottleRule } from '../rules.ts';
import { knownDevice } from './known-device.ts';
import * as sql from './sign-in-sql.ts';

type Counter = {
  key: Buffer;
  rule: ThrottleRule;
  /** replaces `rule` while the account is under attack */
  attacked?: ThrottleRule;
  /** What a success does: reset the count, or only undo this attempt, so that it does not pay for attempts at other accounts. */
  settles: 'all' | 'itself';
};

/** One attempt at a password, a code or a link, with its counters. */
export type Attempt = {
  /** the first one that refuses sets the wait */
  counted: readonly Counter[];
  /** counts attempts from browsers that the account does not know; it never refuses by itself */
  account: Buffer | null;
};

/** A keyed hash, so that the table does not reveal which accounts were attempted. */
const keyOf = (config: Config, text: string): Buffer => keyedHash(config.secretKey, 'sign-in tries', text);

/**
 * An attempt at one account. A browser that has signed in to it before has a separate count, so that others cannot lock it out. All other
 * attempts are counted by account and address together, so that nobody is refused because of attempts from elsewhere.
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

/** An attempt at the second factor by someone who knows the password. Unknown browsers share one count across all addresses. */
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

/** An attempt without an account: opening a link, or requesting one. */
export function attemptFrom(config: Config, request: FastifyRequest, what: 'link' | 'reset'): Attempt {
  const address = addressBlock(request.ip);
  // guesses of links and of passwords share a count
  const key = keyOf(config, what === 'link' ? `address ${address}` : `reset ${address}`);
  return { counted: [{ key, rule: THROTTLE.address, settles: 'itself' }], account: null };
}

/** Whether the account may be mailed another link on an anonymous request. */
export async function mayMailLink(tx: Tx, config: Config, userId: string): Promise<boolean> {
  return (await sql.countAttempt(tx, keyOf(config, `link mail ${userId}`), THROTTLE.linkMail)) === 0;
}

/** Counts the attempt before anything is checked. Throws 429 with a growing wait if there are too many. Refused attempts are not counted. */
export async function countAttempt(tx: Tx, { counted, account }: Attempt): Promise<void> {
  const isAttacked = account !== null && (await sql.failuresOf(tx, account)) >= ATTACK_THRESHOLD;
  for (const { key, rule, attacked } of counted) {
    const wait = await sql.countAttempt(tx, key, (isAttacked && attacked) || rule);
    if (wait > 0) throw tooMany(wait);
  }
  if (account) await sql.countFailure(tx, account);
}

function tooMany(seconds: number) {
  const minutes = Math.ceil(seconds / 60);
  const wait = seconds < 90 ? `${seconds} ${seconds === 1 ? 'second' : 'seconds'}` : `${minutes} minutes`;
  return fail('rate_limited', `Too many attempts. Try again in ${wait}.`, { extra: { retryAfter: seconds } });
}

/** Call after a success. */
export async function settleAttempt(tx: Tx, { counted, account }: Attempt): Promise<void> {
  for (const { key, settles } of counted)
    await (settles === 'all' ? sql.clearAttempts(tx, key) : sql.uncountAttempt(tx, key));
  if (account) await sql.uncountAttempt(tx, account);
}

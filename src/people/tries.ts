import type { Config } from '../platform/config.ts';
import type { Tx } from '../platform/db.ts';
import { fail } from '../platform/errors.ts';
import { keyedHash } from '../platform/secrets.ts';
import { addressBlock, SLOWING } from './rules.ts';
import * as sql from './sql.ts';

export type Try = { account: Buffer | null; address: Buffer };

/** What one try at a password or a link is counted under. Hashed with a key: which accounts were tried is nobody's business. */
export function tryBy(config: Config, ip: string, email?: string): Try {
  const hash = (text: string) => keyedHash(config.secretKey, 'sign-in tries', text);
  return {
    account: email === undefined ? null : hash(`account ${email.trim().toLowerCase()}`),
    address: hash(`address ${addressBlock(ip)}`),
  };
}

/** Counts the try before anything is looked at. Too many: 429 with the wait, which grows, and nothing is counted. */
export async function countTry(tx: Tx, { account, address }: Try): Promise<void> {
  const ofAccount = account ? await sql.countTry(tx, account, SLOWING.account) : 0;
  const wait = ofAccount || (await sql.countTry(tx, address, SLOWING.address));
  if (wait === 0) return;
  throw fail('too_many_requests', `Too many tries. Wait ${wait} ${wait === 1 ? 'second' : 'seconds'}.`, {
    extra: { retryAfter: wait },
  });
}

/** After a good one: the account starts afresh, the address only takes this try back. */
export async function settleTry(tx: Tx, { account, address }: Try): Promise<void> {
  if (account) await sql.forgetTries(tx, account);
  await sql.uncountTry(tx, address);
}

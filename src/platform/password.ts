import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { fail } from './http/errors.ts';

/** argon2id with the first of OWASP's recommended settings: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const noise = (bytes: number): string => Buffer.alloc(bytes, 7).toString('base64').replaceAll('=', '');
/** The hash of no password, as expensive to verify as a real one, so that an unknown account takes the same time. */
export const DUMMY_HASH = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$${noise(16)}$${noise(32)}`;

/**
 * Runs `atOnce` pieces of work while up to `maxWaiting` wait; refuses more. Hashing takes about 25 ms of a core, on a thread that files and DNS
 * look-ups need too (libuv has four): without a limit, a flood of sign-ins would stop everything else.
 */
export function withQueue(atOnce: number, maxWaiting: number) {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running < atOnce) running += 1;
    else if (waiting.length >= maxWaiting) {
      throw fail('unavailable', 'Too many sign-ins right now. Try again in a moment.', {
        extra: { retryAfter: 5 },
      });
    } else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}

const turn = withQueue(Math.min(3, Math.max(1, availableParallelism() - 1)), 200);

export function hashPassword(password: string): Promise<string> {
  return turn(() => hash(password, COST));
}

/** `stored` is null for an account that does not exist or has no password yet: returns false, after the same time. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  const matches = await turn(() => verify(stored ?? DUMMY_HASH, password));
  return matches && stored !== null;
}

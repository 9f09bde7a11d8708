import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { fail } from './http/errors.ts';

/** argon2id with the first of OWASP's recommended settings: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const noise = (bytes: number): string => Buffer.alloc(bytes, 7).toString('base64').replaceAll('=', '');
/** The hash of no password at all, as dear to verify as a real one: an unknown account takes the same time. */
export const NOBODY = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$${noise(16)}$${noise(32)}`;

/**
 * Lets `atOnce` pieces of work run and `atMostWaiting` wait; the next is refused at once. Hashing takes a core for some 25 ms on a thread
 * that files and name look-ups need as well (libuv has four): unlimited, a flood of sign-ins would stop everything else.
 */
export function inTurns(atOnce: number, atMostWaiting: number) {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running < atOnce) running += 1;
    else if (waiting.length >= atMostWaiting) {
      throw fail('unavailable', 'Too many people sign in at this moment. Try again shortly.', {
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

const turn = inTurns(Math.min(3, Math.max(1, availableParallelism() - 1)), 200);

export function hashPassword(password: string): Promise<string> {
  return turn(() => hash(password, COST));
}

/** `stored` is null for an account that does not exist or has no password yet: false, after the same time. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  const matches = await turn(() => verify(stored ?? NOBODY, password));
  return matches && stored !== null;
}

import { finished } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Caller } from './caller.ts';
import { fail } from './errors.ts';

/** So many whole tables may one partner, or one tenant, read at once from one of our servers. */
const MOST_AT_ONCE = 4;
const RETRY_AFTER_SECONDS = 5;

/**
 * Lets few whole tables be read at once: each asks the database for page after page as fast as it is taken, and the partner's other requests would wait
 * for them. Holds a place until the response is sent or its reader is gone. Throws `rate_limited`.
 */
export function openTableLimit() {
  const reading = new Map<string, number>();
  return function enter({ id, partner, tenant }: Caller, reply: FastifyReply): void {
    const owner = partner?.id ?? tenant?.id ?? id;
    const present = reading.get(owner) ?? 0;
    if (present >= MOST_AT_ONCE)
      throw fail('rate_limited', `At most ${MOST_AT_ONCE} files can be made at once. Try again when one is done.`, {
        extra: { retryAfter: RETRY_AFTER_SECONDS },
      });
    reading.set(owner, present + 1);
    finished(reply.raw, () => {
      const left = (reading.get(owner) ?? 1) - 1;
      if (left === 0) reading.delete(owner);
      else reading.set(owner, left);
    });
  };
}

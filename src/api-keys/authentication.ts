import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Db } from '../platform/db/db.ts';
import type { Program } from '../platform/http/caller.ts';
import { fail } from '../platform/http/errors.ts';
import { networkTest } from '../platform/http/networks.ts';
import { hashToken } from '../platform/secrets.ts';
import { addressBlock } from '../people/rules.ts';
import { openFailureLimit } from './failure-limit.ts';
import { openRequestLimit } from './request-limit.ts';
import { type FoundKey, readKey, takeRequests, touchKey } from './sql.ts';
import { isKey } from './token.ts';

export type KeyAuthentication = {
  /** Throws `unauthenticated`, `forbidden` (the wrong address, or a tenant's that its partner has stopped) and `rate_limited` (too many wrong keys). */
  authenticate: (request: FastifyRequest, key: string) => Promise<Program>;
  /** Counts the request and says in its headers how many are left. Throws `rate_limited`. */
  limit: (program: Program, reply: FastifyReply) => Promise<void>;
};

/** A tenant's own key has no partner in its context, as the tenant's people. */
const ownerOf = ({ tenant, partner_id: id, partner_name: name }: FoundKey) =>
  tenant
    ? ({ role: 'tenant_api_key', partner: null, tenant } as const)
    : ({ role: 'api_key', partner: { id, name }, tenant: null } as const);

/** The key of a request with `Authorization: Bearer`; null for one without, and for what needs no sign-in. */
export function keyOf({ headers, routeOptions }: FastifyRequest): string | null {
  if (routeOptions.config.endpoint?.scope === 'nobody') return null;
  const [scheme, key, ...more] = headers.authorization?.split(' ') ?? [];
  return scheme?.toLowerCase() === 'bearer' && key !== undefined && more.length === 0 ? key : null;
}

/** What programs call a key in an address. */
const KEY_PARAMETERS = ['api_key', 'apikey', 'api-key', 'access_token', 'key'];

/**
 * Refuses a key in the address, by the parameter's name or by its look: proxies and browsers keep addresses in logs. Nobody looks whether it is valid.
 * Throws `key_in_address`.
 */
export function refuseKeyInAddress({ query }: FastifyRequest): void {
  const parameters = Object.entries(typeof query === 'object' && query !== null ? query : {});
  const isThere = parameters.some(
    ([name, value]) => KEY_PARAMETERS.includes(name.toLowerCase()) || (typeof value === 'string' && isKey(value)),
  );
  if (isThere)
    throw fail(
      'key_in_address',
      'Send an API key in the Authorization header: “Authorization: Bearer …”. Addresses are kept in logs, so replace a key that you have sent like this.',
    );
}

export function keyAuthentication({ db, now }: { db: Db; now?: () => number }): KeyAuthentication {
  const failures = openFailureLimit(addressBlock, now);
  const admit = openRequestLimit((keyId, wanted, most) => takeRequests(db, keyId, wanted, most), now);

  return {
    /**
     * The state of a key is read for each request: one that was revoked, changed or has expired is refused at once. A plain hash is enough to find
     * it by: a key has 190 random bits, so nobody can try guesses against it.
     */
    async authenticate(request, key) {
      const { ip } = request;
      const retryAfter = failures.wait(ip);
      if (retryAfter > 0)
        throw fail('rate_limited', `Too many requests with a wrong key. Try again in ${retryAfter} seconds.`, {
          extra: { retryAfter },
        });
      const hash = hashToken(key);
      const found = isKey(key) ? await readKey(db, hash) : null;
      if (!found) {
        failures.count(ip);
        throw fail('unauthenticated', 'This API key isn’t valid: it is mistyped, has expired or was revoked.');
      }
      if (found.addresses.length > 0 && !networkTest(found.addresses)(ip))
        throw fail('forbidden', 'This API key can’t be used from this address.');
      if (found.stopped)
        throw fail('forbidden', 'Your provider doesn’t allow API keys any more. Ask them to allow them again.');
      if (found.unseen) await touchKey(db, hash, ip);
      return {
        via: 'key',
        id: found.id,
        email: found.name,
        name: found.name,
        ...ownerOf(found),
        scopes: new Set(found.scopes),
        tenants: found.tenants === null ? 'all' : new Set(found.tenants),
        mode: found.mode,
        requestsPerMinute: found.requests_per_minute,
        ip,
        requestId: request.id,
      };
    },
    async limit({ id, requestsPerMinute }, reply) {
      const { admitted, left, resetSeconds } = await admit(id, requestsPerMinute);
      // draft-ietf-httpapi-ratelimit-headers, since its version 07
      reply.header('ratelimit-policy', `"minute";q=${requestsPerMinute};w=60`);
      reply.header('ratelimit', `"minute";r=${left};t=${resetSeconds}`);
      if (!admitted)
        throw fail(
          'rate_limited',
          `This API key may make ${requestsPerMinute} requests a minute. Try again in ${resetSeconds} seconds.`,
          {
            extra: { retryAfter: resetSeconds },
          },
        );
    },
  };
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import { addressBlock } from '../people/rules.ts';
import type { Db } from '../platform/db/db.ts';
import type { Program } from '../platform/http/caller.ts';
import { fail } from '../platform/http/errors.ts';
import { networkTest } from '../platform/http/network/networks.ts';
import { hashToken } from '../platform/secrets.ts';
import { openFailureLimit } from './failure-limit.ts';
import { openRequestLimit } from './request-limit.ts';
import { type FoundKey, readKey, takeRequests, touchKey } from './sql.ts';
import { isKey } from './token.ts';

export type KeyAuthentication = {
  /**
   * Throws `unauthenticated`, `forbidden` (a wrong address, or a tenant's key that its partner has disallowed) and `rate_limited` (too many wrong
   * keys).
   */
  authenticate: (request: FastifyRequest, key: string) => Promise<Program>;
  /** Counts the request and says in its headers how many are left. Throws `rate_limited`. */
  limit: (program: Program, reply: FastifyReply) => Promise<void>;
};

/** Like the tenant's users, a tenant's own key has no partner in its context. */
const ownerOf = ({ tenant, partner_id: id, partner_name: name }: FoundKey) =>
  tenant
    ? ({ role: 'tenant_api_key', partner: null, tenant } as const)
    : ({ role: 'api_key', partner: { id, name }, tenant: null } as const);

/** The key in `Authorization: Bearer`. Null if there is none, or if the route needs no sign-in. */
export function keyOf({ headers, routeOptions }: FastifyRequest): string | null {
  if (routeOptions.config.endpoint?.scope === 'nobody') return null;
  const [scheme, key, ...more] = headers.authorization?.split(' ') ?? [];
  return scheme?.toLowerCase() === 'bearer' && key !== undefined && more.length === 0 ? key : null;
}

/** The names under which programs put a key into a URL. */
const KEY_PARAMETERS = ['api_key', 'apikey', 'api-key', 'access_token', 'key'];

/**
 * Refuses a key in the URL, recognised by the parameter's name or by its form, because proxies and browsers log URLs. Whether it is valid doesn't
 * matter. Throws `key_in_address`.
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

export function keyAuthentication({ db, now }: { db: Db; now: () => number }): KeyAuthentication {
  const failures = openFailureLimit(addressBlock, now);
  const admit = openRequestLimit((keyId, wanted, most) => takeRequests(db, keyId, wanted, most), now);

  return {
    /**
     * Every request reads the key's state, so that revoking, changing or expiring takes effect at once. A plain hash is enough to look it up, because
     * a key has 190 random bits and can't be guessed.
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
        endsAt: found.expires_at,
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

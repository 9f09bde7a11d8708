import type { FastifyRequest } from 'fastify';
import { fail } from './errors.ts';

/** The version that `If-Match` names; null where the header is missing or takes any. */
export function readIfMatch(request: FastifyRequest): number | null {
  const header = request.headers['if-match'];
  if (header === undefined || header === '*') return null;
  const version = /^"(\d+)"$/.exec(header)?.[1];
  // A tag that we never gave cannot be the present one.
  return version === undefined ? -1 : Number(version);
}

/** Refuses when the caller edited an older version than the present one (RFC 9110, If-Match). */
export function checkVersion(ifMatch: number | null, version: number): void {
  if (ifMatch !== null && ifMatch !== version) {
    throw fail('stale_version', 'Somebody changed this in the meantime.', { extra: { version } });
  }
}

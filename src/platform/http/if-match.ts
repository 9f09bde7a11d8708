import type { FastifyRequest } from 'fastify';
import { fail } from './errors.ts';

/** The version in `If-Match`; null if the header is missing or allows any. */
export function readIfMatch(request: FastifyRequest): number | null {
  const header = request.headers['if-match'];
  if (header === undefined || header === '*') return null;
  const version = /^"(\d+)"$/.exec(header)?.[1];
  // a tag that we never issued can't be current
  return version === undefined ? -1 : Number(version);
}

/** Refuses an edit of an outdated version (RFC 9110, If-Match). */
export function checkVersion(ifMatch: number | null, version: number): void {
  if (ifMatch !== null && ifMatch !== version) {
    throw fail('stale_version', 'Somebody changed this in the meantime.', { extra: { version } });
  }
}

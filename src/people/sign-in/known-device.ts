import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../platform/config.ts';
import { keyedHash } from '../../platform/secrets.ts';
import { DAY_MS } from '../../platform/time/durations.ts';
import { KNOWN_DEVICE_MS } from '../rules.ts';
import { cookieOf } from './cookies.ts';

/**
 * A browser that has signed in to an account gets a cookie for 180 days. Wrong passwords from elsewhere never throttle it
 * (https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies). The cookie grants no access and names no account:
 * each entry is a random name, the day, and a seal over both and the account.
 */
const MAX_ACCOUNTS = 5;

const sealOf = (config: Config, email: string, name: string, day: string): string =>
  keyedHash(config.secretKey, 'known devices', `${name} ${day} ${email.trim().toLowerCase()}`).toString('base64url');

const entriesOf = (config: Config, request: FastifyRequest): string[] =>
  (request.cookies[cookieOf(config, request, 'device').name] ?? '').split('~').slice(0, MAX_ACCOUNTS);

const today = (): number => Math.floor(Date.now() / DAY_MS);

/** The browser's name if it has signed in to this account before, else null. Takes the same time for an account that does not exist. */
export function knownDevice(config: Config, request: FastifyRequest, email: string): string | null {
  for (const entry of entriesOf(config, request)) {
    const [name = '', day = '', seal = ''] = entry.split('.');
    const [given, right] = [Buffer.from(seal), Buffer.from(sealOf(config, email, name, day))];
    const young = today() - parseInt(day, 36) <= KNOWN_DEVICE_MS / DAY_MS;
    if (given.length === right.length && timingSafeEqual(given, right) && young) return name;
  }
  return null;
}

/** After a sign-in, marks this browser as known to the account. */
export function rememberDevice(config: Config, request: FastifyRequest, reply: FastifyReply, email: string): void {
  const known = knownDevice(config, request, email);
  const others = entriesOf(config, request).filter((entry) => entry !== '' && entry.split('.')[0] !== known);
  const fresh = randomBytes(12).toString('base64url');
  const day = today().toString(36);
  const entries = [`${fresh}.${day}.${sealOf(config, email, fresh, day)}`, ...others].slice(0, MAX_ACCOUNTS);
  const { name, secure } = cookieOf(config, request, 'device');
  const maxAge = KNOWN_DEVICE_MS / 1000;
  reply.setCookie(name, entries.join('~'), { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge });
}

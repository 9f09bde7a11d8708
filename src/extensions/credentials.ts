import { createHash, randomInt } from 'node:crypto';
import type { Tx } from '../platform/db/db.ts';
import { eventsOf, type Owner, recordEvent } from '../platform/db/events.ts';
import { lockTenants } from '../platform/db/tenant-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { notFound } from '../platform/http/errors.ts';
import { seal, unseal } from '../platform/secrets.ts';
import { SIP_REALM } from './rules.ts';
import * as sql from './sql.ts';

/** Without characters that are easily confused when typed into a phone: 0 O 1 l I. */
const ALPHABET = 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
/** 24 characters out of 57 have 139 bits, too many to brute-force a digest. */
const LENGTH = 24;

export type Secret = { ha1: string; sealed_password: Buffer };
type Phone = { id: string; sip_username: string };
/** The address where phones register. */
export type SipServer = { domain: string; port: number };

/** A new password as stored: as a digest for Asterisk (RFC 3261, 22.4), and sealed for users who may see it. */
export function newSecret(secretKey: string, extensionId: string, sipUsername: string): Secret {
  const password = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return {
    ha1: createHash('md5').update(`${sipUsername}:${SIP_REALM}:${password}`).digest('hex'),
    sealed_password: seal(secretKey, purpose(extensionId), password),
  };
}

const purpose = (extensionId: string): string => `extension ${extensionId}`;

/** What a phone needs to register. Every view is recorded in the audit trail. */
export async function showCredentials(
  tx: Tx,
  by: Actor,
  { tenant, phone, secretKey, server }: { tenant: Owner; phone: Phone; secretKey: string; server: SipServer },
) {
  await record(tx, by, 'extension.credentials_shown', { tenant, phone });
  return credentialsOf(tx, phone, secretKey, server);
}

/** Sets a new password. The old one is refused at the phone's next REGISTER or INVITE, and the phone gets no calls until it registers again. */
export async function resetCredentials(
  tx: Tx,
  by: Actor,
  { tenant, phone, secretKey, server }: { tenant: Owner; phone: Phone; secretKey: string; server: SipServer },
) {
  await lockTenants(tx, [tenant.id]);
  await sql.replacePassword(tx, phone.id, newSecret(secretKey, phone.id, phone.sip_username));
  await sql.dropContacts(tx, phone.sip_username);
  await record(tx, by, 'extension.credentials_reset', { tenant, phone });
  return credentialsOf(tx, phone, secretKey, server);
}

async function credentialsOf(tx: Tx, phone: Phone, secretKey: string, server: SipServer) {
  const sealed = await sql.sealedPassword(tx, phone.id);
  // deleted meanwhile
  if (!sealed) throw notFound();
  return {
    sipUsername: phone.sip_username,
    sipPassword: unseal(secretKey, purpose(phone.id), sealed),
    domain: server.domain,
    port: server.port,
  };
}

async function record(
  tx: Tx,
  by: Actor,
  action: string,
  { tenant, phone }: { tenant: Owner; phone: Phone },
): Promise<void> {
  await recordEvent(tx, by, {
    ...eventOf(action, tenant, phone.id),
    after: { sipUsername: phone.sip_username },
  });
}

const eventOf = eventsOf('extension');

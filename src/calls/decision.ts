import type { CallFacts } from './call-facts.ts';
import type { RefusalReason } from './rules.ts';

/** A call as it comes in, before anything is known about it. */
export type Arrival = {
  /** the caller's channel */
  channel: string;
  from: 'phone' | 'carrier';
  dialled: string;
  /** a phone's SIP username, set by its row and never by what it sent; the trunk of a carrier */
  endpoint: string;
  /** the phone's tenant, from its row; none for a carrier */
  tenantId: string | null;
  caller: { number: string; name: string };
  /** the caller's number must not be shown */
  restricted: boolean;
  /** its signalling is encrypted; whether its sound is, is known once it is answered */
  overTls: boolean;
  /** what it offered and we know, in its order */
  codecs: string[];
  /** from the phone's row: what an emergency call needs when the database does not answer */
  emergency: { trunkId: string | null; callback: string | null };
};

/** One way to reach a callee. How Asterisk names it is the business of call control (`call-control/dial-string.ts`). */
export type Target = ContactTarget | TrunkTarget;

/** One phone of an extension, at the address that it registered. An `encrypted` one must answer with encrypted sound. */
export type ContactTarget = { kind: 'contact'; sipUsername: string; contact: string; encrypted: boolean };

/** A number by way of a carrier. */
export type TrunkTarget = {
  kind: 'trunk';
  trunkId: string;
  number: string;
  /** Carriers send tones and announcements before the answer, and the caller hears them, unless phones ring beside. */
  earlyMedia: boolean;
  /** where the caller is, for a trunk that takes it */
  location?: string;
};

export type CallerId = { number: string; name: string; restricted: boolean };

/** Targets that ring at the same time; the first that answers has the call. */
export type Attempt = { targets: Target[]; callerId: CallerId; ringSeconds: number };

/** What the routing decided. */
export type Decision = Refused | Connect;

/** `record` is null if the call reached no tenant. */
export type Refused = { kind: 'refuse'; reason: RefusalReason; record: CallFacts | null };

export type Connect = {
  kind: 'connect';
  facts: CallFacts;
  /** one after the other: the next is for when the one before failed */
  attempts: [Attempt, ...Attempt[]];
  /** it takes one of the tenant's outside lines, of which only so many may be in use at once */
  usesLine?: boolean;
  /** the caller must speak with encrypted sound */
  encryptedCaller?: boolean;
};

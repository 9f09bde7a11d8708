import type { Destination } from '../../destinations/contract.ts';
import type { Strategy } from '../../groups/contract.ts';
import type { OutboundRules } from '../../outbound/contract.ts';
import type { TenantStatus } from '../../status/contract.ts';

/** An extension that a call can ring, with its current contacts. */
export type Callee = {
  id: string;
  number: string;
  sipUsername: string;
  ringSeconds: number;
  /** it only takes calls with encrypted media */
  encryptedOnly: boolean;
  contacts: string[];
  /** how it wants its calls handled; absent for an extension that only rings */
  rules?: CalleeRules | null;
};

/** How an extension wants calls to it handled. */
export type CalleeRules = {
  doNotDisturb: boolean;
  /** a second call rings too (call waiting) */
  callWaiting: boolean;
  /** it is in a call or ringing; only looked up if it has no call waiting */
  inCall: boolean;
  always: Destination | null;
  busy: Destination | null;
  noAnswer: Destination | null;
  unreachable: Destination | null;
  /** how long it rings before the call moves on; null: the extension's normal ring time */
  noAnswerSeconds: number | null;
  /** outside numbers have to press 1 to take a forwarded call */
  confirm: boolean;
  /** takes the calls that no forward takes */
  mailboxId: string | null;
};

/** A ring group, with what a call to each of its members needs. */
export type GroupFacts = {
  id: string;
  number: string;
  name: string;
  strategy: Strategy;
  ringSeconds: number;
  /** outside members have to press 1 to take the call */
  confirm: boolean;
  fallback: Destination;
  members: GroupMember[];
};

/**
 * `idleSince`: when its last call ended, for groups that ring the member that has been idle longest. Null if it has had
 * no call.
 */
export type GroupMember =
  | { kind: 'extension'; callee: Callee; inCall: boolean; idleSince: string | null }
  | { kind: 'external'; number: string };

/** A number to show as caller ID. A sandbox shows one that it doesn't own. */
type Shown = { id: string | null; number: string };

/**
 * The facts for sending a call in progress to an outside number. `billed`, here and below: the tenant is charged for
 * its calls, or its partner pays for them. `sandbox`: its calls never reach anybody outside.
 */
export type OutsideFacts = {
  tenant: {
    id: string;
    status: TenantStatus;
    defaultCnam: string;
    country: string | null;
    billed?: boolean;
    sandbox?: boolean;
  };
  /** the caller ID: the number that was called, else the tenant's lowest; null if it has none */
  did: Shown | null;
  outbound?: OutboundRules | null;
  carriers: Carrier[];
};

/** A trunk that the tenant's calls may use. `takesLocation`: calls to 911 carry the caller's location. */
export type Carrier = { id: string; emergency: boolean; takesLocation?: boolean };

/** What the database says about a call from a phone. */
export type PhoneFacts = {
  /** `country` comes from the tenant's address, as somebody typed it */
  tenant: {
    id: string;
    status: TenantStatus;
    defaultCnam: string;
    country: string | null;
    /** the caller's location for 911, as stored: the address of its number, else the tenant's */
    address?: unknown;
    billed?: boolean;
    sandbox?: boolean;
  };
  caller: { id: string; number: string; name: string; encryptedOnly: boolean };
  /** the caller ID: the extension's outbound number, else the tenant's lowest; null if it has none */
  did: Shown | null;
  callee: Callee | null;
  /** what the dialled number leads to if it is no extension, such as a group or a shared mailbox */
  planned?: Destination | null;
  /** for a call to be parked: slot numbers that the number plan uses for something else */
  notSlots?: string[];
  /** for a pickup that names no extension: those in the caller's groups; null or absent: all of the tenant's */
  colleagues?: string[] | null;
  /** without any, the safe rules */
  outbound?: OutboundRules | null;
  /** in the order of trying */
  carriers: Carrier[];
};

/** What the database says about an inbound call to one of our numbers. */
export type CarrierFacts = {
  tenant: { id: string; status: TenantStatus; country?: string | null; billed?: boolean };
  did: { id: string; number: string };
  /** how often it has already left by a carrier and come back */
  hops?: number;
  /** the caller's name in the tenant's contacts; null if none has its number */
  contactName?: string | null;
  callee: Callee | null;
  /** where the number leads, unless it rings an extension or an outside number */
  destination?: Destination | null;
  /** the ring group among these destinations; only looked up if there are `callbacks` */
  group?: GroupFacts | null;
  /** the outside number that it forwards to; `ours` if that is on this platform, where forwards could loop */
  forward: { number: string; ours: boolean } | null;
  /** without any, the safe rules */
  outbound?: OutboundRules | null;
  /** in the order of trying */
  carriers: Carrier[];
  /** the phones that made emergency calls with this callback number within the hour, latest first */
  callbacks: Callee[];
};

/** A new call's id and its time. */
export type Stamp = { id: string; at: string };

export const stamped = ({ id, at }: Stamp, tenantId: string | null) => ({ id, tenantId, admittedAt: at });

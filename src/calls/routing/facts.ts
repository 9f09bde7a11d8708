import type { OutboundRules } from '../../outbound/contract.ts';
import type { Destination } from '../../destinations/contract.ts';
import type { Strategy } from '../../groups/contract.ts';
import type { TenantStatus } from '../../status/contract.ts';

/** A phone that a call can ring: its extension and where it is registered now. */
export type Callee = {
  id: string;
  number: string;
  sipUsername: string;
  ringSeconds: number;
  /** it is called with encrypted sound or not at all */
  encryptedOnly: boolean;
  contacts: string[];
  /** what is to happen to its calls; absent for an extension that only rings */
  rules?: CalleeRules | null;
};

/** What an extension wants done with calls to it. */
export type CalleeRules = {
  doNotDisturb: boolean;
  /** a second call rings too */
  callWaiting: boolean;
  /** it is in a call, or rings; asked only where a second call would not ring */
  inCall: boolean;
  always: Destination | null;
  busy: Destination | null;
  noAnswer: Destination | null;
  unreachable: Destination | null;
  /** how long it rings before the call goes on; null: as long as it rings anyway */
  noAnswerSeconds: number | null;
  /** outside numbers have to press 1 to take a forwarded call */
  confirm: boolean;
  /** takes the calls that nothing else does */
  mailboxId: string | null;
};

/** A ring group, with what decides about a call to each of its members. */
export type GroupFacts = {
  id: string;
  number: string;
  name: string;
  strategy: Strategy;
  ringSeconds: number;
  /** outside members have to press 1 to take the call */
  confirm: boolean;
  fallback: Destination;
  /** in their order */
  members: GroupMember[];
};

/** `idleSince`: when its last call ended, for a group that rings who has been idle longest; null if it has had none. */
export type GroupMember =
  | { kind: 'extension'; callee: Callee; inCall: boolean; idleSince: string | null }
  | { kind: 'external'; number: string };

/** A number that calls show. A sandbox shows one that is none of its own. */
type Shown = { id: string | null; number: string };

/** What a call needs to go to an outside number in the middle of its way. `billed`, here and below: the tenant is charged for its calls, or its partner pays for them; `sandbox`: none of them reaches anybody outside. */
export type OutsideFacts = {
  tenant: {
    id: string;
    status: TenantStatus;
    defaultCnam: string;
    country: string | null;
    billed?: boolean;
    sandbox?: boolean;
  };
  /** the number that it shows: the one called, else the tenant's lowest; null if it has none */
  did: Shown | null;
  outbound?: OutboundRules | null;
  carriers: Carrier[];
};

/** `takesLocation`: calls to 911 carry the caller's location there. */
export type Carrier = { id: string; emergency: boolean; takesLocation?: boolean };

/** What the database says about a call from a phone. */
export type PhoneFacts = {
  /** the country is the one of its address, as it was once typed */
  tenant: {
    id: string;
    status: TenantStatus;
    defaultCnam: string;
    country: string | null;
    /** where the caller is, for 911, as it is stored: the address of its number, else the tenant's */
    address?: unknown;
    billed?: boolean;
    sandbox?: boolean;
  };
  caller: { id: string; number: string; name: string; encryptedOnly: boolean };
  /** the caller's outbound number, else the tenant's lowest; null if it has none */
  did: Shown | null;
  callee: Callee | null;
  /** what else stands at the number dialled, such as a group or a shared mailbox */
  planned?: Destination | null;
  /** numbers of the plan that are no parking slots, where a call is to be parked */
  notSlots?: string[];
  /** the extensions of the caller's groups, for a pickup that names none; null or absent: all of the tenant */
  colleagues?: string[] | null;
  /** without any, the safe rules */
  outbound?: OutboundRules | null;
  /** in the order of trying */
  carriers: Carrier[];
};

/** What it says about a call from a carrier to one of our numbers. */
export type CarrierFacts = {
  tenant: { id: string; status: TenantStatus; country?: string | null; billed?: boolean };
  did: { id: string; number: string };
  /** how often it has already left by a carrier and come back */
  hops?: number;
  /** the caller's name in the tenant's contacts; null if none has its number */
  contactName?: string | null;
  callee: Callee | null;
  /** where the number leads that rings no extension and no outside number */
  destination?: Destination | null;
  /** the outside number that calls are forwarded to; `ours` if it is on this platform, where forwarding could go round in circles */
  forward: { number: string; ours: boolean } | null;
  /** without any, the safe rules */
  outbound?: OutboundRules | null;
  /** in the order of trying */
  carriers: Carrier[];
  /** the phones that made emergency calls with this number to call back, within the hour; the last one first */
  callbacks: Callee[];
};

/** A new call's id and its time. */
export type Stamp = { id: string; at: string };

export const stamped = ({ id, at }: Stamp, tenantId: string | null) => ({ id, tenantId, admittedAt: at });

import type { Destination } from '../../destinations/contract.ts';
import type { OutboundClass } from '../../outbound/contract.ts';
import type { PhoneSetting } from '../../star-codes/contract.ts';
import type { RefusalReason } from '../rules.ts';
import type { CallFacts } from './call-facts.ts';
import type { CallPath, ForwardReason } from './call-path.ts';
import type { InFlow } from './in-flow.ts';
import type { MailboxAccess, MailboxFacts } from './mailbox.ts';
import type { Party } from './party.ts';

/** What a phone or a carrier sends to make a call. */
export type Invite = {
  /** the caller's channel */
  channel: string;
  from: 'phone' | 'carrier';
  dialled: string;
  /** a phone's SIP username, from its endpoint row and never from its own headers; for a carrier, its trunk */
  endpoint: string;
  /** the phone's tenant, from its endpoint row; null for a carrier */
  tenantId: string | null;
  caller: { number: string; name: string };
  /** the caller withholds its number */
  restricted: boolean;
  /** its signalling is encrypted; whether its media is, we only know after the answer */
  overTls: boolean;
  /** the codecs that it offered and we support, in its order */
  codecs: string[];
  emergency: EmergencyRow;
};

/**
 * What a phone's endpoint row says for emergency calls while the database is down. `trunkIds`: in the order of trying;
 * none for a carrier, and in a sandbox.
 */
export type EmergencyRow = { trunkIds: string[]; callback: string | null; country: string | null };

export const NO_EMERGENCY_ROW: EmergencyRow = { trunkIds: [], callback: null, country: null };

/** A new call as it arrives, before anything about it is looked up. */
export type Arrival = Invite & {
  /** The call's id follows from its channel, so a call that arrives again after a restart is the same call. */
  id: string;
  /** when its channel was created */
  at: string;
  /** It was waiting in Asterisk when call control connected. The process before may have decided it already. */
  foundWaiting: boolean;
  /** how many legs the process before has made for it; a new leg must not get the name of one of them */
  legsMade: number;
};

/** One way to reach a callee. Call control writes it as a dial string (`call-control/ari/dial-string.ts`). */
export type Target = ContactTarget | TrunkTarget;

export const partyOf = (target: Target): Party =>
  target.kind === 'contact'
    ? { extensionId: target.extension.id, number: target.extension.number }
    : { extensionId: null, number: target.number };

/** One phone of an extension, at its registered contact. If `encrypted`, it must answer with encrypted media. */
export type ContactTarget = {
  kind: 'contact';
  extension: { id: string; number: string };
  sipUsername: string;
  contact: string;
  encrypted: boolean;
};

/** An outside number, through a trunk. */
export type TrunkTarget = {
  kind: 'trunk';
  trunkId: string;
  /** the trunks to try if this one fails, for a number that rings together with others */
  otherTrunkIds?: readonly string[];
  number: string;
  /** The caller hears the carrier's early media (tones and announcements), unless phones ring at the same time. */
  earlyMedia: boolean;
  /** the caller's location, for a trunk that accepts it */
  location?: string;
  /** replaces the attempt's caller ID: phones see the caller, but a carrier gets one of our numbers */
  callerId?: CallerId;
  /** the call is only connected once the person who answers has pressed 1 */
  confirm?: boolean;
  /** the class of the number; absent if no outbound rule applies, as for 911 */
  destination?: OutboundClass;
  /** the number of the charged leg in the call's facts; absent if nothing is charged */
  billed?: number;
};

export type CallerId = { number: string; name: string; restricted: boolean };

/** Targets that ring at the same time. The first one to answer gets the call. */
export type Attempt = { targets: Target[]; callerId: CallerId; ringSeconds: number };

/** The ways in which a call can go unanswered. */
export const EXITS = ['busy', 'noAnswer', 'unreachable'] as const;
export type Exit = (typeof EXITS)[number];

/** Where a call goes if nobody answers, and who forwards it there. */
export type Exits = { by: Party; to: Partial<Record<Exit, Destination>>; confirm: boolean };

/** What the routing decided. */
export type Decision = Refused | Connect | PickUp | Park | Retrieve | ToMailbox | ToVoicemail | ToSetting | ToFlow;

/** `record`: the facts to record. Null if the call reached no tenant. */
export type Refused = { kind: 'refuse'; reason: RefusalReason; record: CallFacts | null; path?: CallPath };

/** Where a call goes next: a destination, or a number that a phone gave. */
export type NextHop = {
  to:
    | Destination
    | { kind: 'dialled'; number: string }
    /** a transfer: as if the extension of `by` had dialled it; `emergency`: from the row of its phone, if that sent the number now */
    | { kind: 'transfer'; number: string; by: Party; emergency?: EmergencyRow }
    /** back to the party that transferred or parked it; `waits`: if nobody answers, it is parked again */
    | { kind: 'return'; to: Party; waits?: boolean };
  /** null if nobody forwarded it: the number called leads there */
  forwarded: { by: Party; because: ForwardReason } | null;
  /** the person who answers an outside number has to press 1 to take the call */
  confirm?: boolean;
  /** set if a flow node rings it; the flow then handles the result */
  ringing?: FlowRinging;
};

/** How a flow node rings its target. `seconds`: null to use the target's own ring time. */
export type FlowRinging = { seconds: number | null };

/** What the routing needs to know about a call, wherever it goes next. */
export type Journey = {
  facts: CallFacts;
  /** the party on the caller's channel; after a transfer it may be the one that was called */
  party: Party;
  /** the caller, as a phone within the tenant sees it */
  origin: CallerId;
  /** what happened on its way so far */
  path: CallPath;
  at: string;
  encryptedCaller: boolean;
  /** its caller is an outside number that we called, so it keeps its line (`held-lines.ts`) */
  callerOnLine?: boolean;
};

/** The call moves on to a destination that has to be looked up in the database. */
export type Onward = { kind: 'onward'; nextHop: NextHop; journey: Journey };

/** What every decision to accept a call contains. */
export type Accepted = {
  facts: CallFacts;
  /** the caller, as a phone within the tenant sees it */
  origin: CallerId;
  /** the party on the caller's channel; absent if it is the one that made the call (`callerOf`) */
  party?: Party;
  /** what has happened to the call so far */
  path?: CallPath;
  /** the caller must speak with encrypted sound */
  encryptedCaller?: boolean;
};

/** Picks up a call that rings at one of these extensions. Null: at any of the tenant's. */
export type PickUp = Accepted & { kind: 'pickup'; of: string[] | null };

/**
 * Parks a call. `by` gets it back if nobody retrieves it. A phone that dialled the parking code itself hears the slot
 * instead. `taken`: numbers that can't be slots.
 */
export type Park = Accepted & { kind: 'park'; by: Party; slot: string | null; taken: string[] };

/** Retrieves the call that is parked in a slot. */
export type Retrieve = Accepted & { kind: 'retrieve'; slot: string };

export type Connect = Accepted & {
  kind: 'connect';
  /** tried one after the other; unless `inOrder` is set, the next is tried only after a trunk failure */
  attempts: [Attempt, ...Attempt[]];
  inOrder?: boolean;
  exits?: Exits;
  /** it rings outside numbers, which take outside lines; a tenant may only use so many at once */
  usesLine?: boolean;
};

/** A mailbox records a message, which gets this id. */
export type ToMailbox = Accepted & { kind: 'mailbox'; mailbox: MailboxFacts; messageId: string };

/** The caller listens to its messages. */
export type ToVoicemail = Accepted & { kind: 'voicemail'; access: MailboxAccess };

/** A phone changes a setting by a star code. */
export type ToSetting = Accepted & { kind: 'setting'; setting: PhoneSetting };

/** A service call that this call control has claimed: whom it rings, and what the phone that answers hears. */
export type TakenServiceCall = Omit<Accepted, 'path'> & { attempt: Attempt; purpose: FlowTest | { kind: 'recording' } };

/** A test call that plays the draft of a flow. */
export type FlowTest = { kind: 'flow' } & Pick<ToFlow, 'flowId' | 'loaded'>;

/** The call enters a flow. */
export type ToFlow = Accepted & { kind: 'flow'; flowId: string; loaded: NonNullable<InFlow['loaded']> };

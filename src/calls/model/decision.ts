import type { CallFacts } from './call-facts.ts';
import type { CallPath, ForwardReason } from './call-path.ts';
import type { OutboundClass } from '../../outbound/contract.ts';
import type { Party } from './legs.ts';
import type { Door, MailboxFacts } from './mailbox.ts';
import type { InFlow } from './in-flow.ts';
import type { RefusalReason } from '../rules.ts';
import type { Destination } from '../../destinations/contract.ts';
import type { PhoneSetting } from '../../star-codes/contract.ts';

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

/** One way to reach a callee. How Asterisk names it is the business of call control (`call-control/ari/dial-string.ts`). */
export type Target = ContactTarget | TrunkTarget;

export const partyOf = (target: Target): Party =>
  target.kind === 'contact'
    ? { extensionId: target.extension.id, number: target.extension.number }
    : { extensionId: null, number: target.number };

/** One phone of an extension, at the address that it registered. An `encrypted` one must answer with encrypted sound. */
export type ContactTarget = {
  kind: 'contact';
  extension: { id: string; number: string };
  sipUsername: string;
  contact: string;
  encrypted: boolean;
};

/** A number by way of a carrier. */
export type TrunkTarget = {
  kind: 'trunk';
  trunkId: string;
  number: string;
  /** Carriers send tones and announcements before the answer, and the caller hears them, unless phones ring beside. */
  earlyMedia: boolean;
  /** where the caller is, for a trunk that takes it */
  location?: string;
  /** in place of the attempt's: beside phones that see the caller, a carrier gets one of our numbers */
  callerId?: CallerId;
  /** the call is connected only once the person who answers has pressed 1 */
  confirm?: boolean;
  /** what kind of number it is; absent where none of our rules asks, as for 911 */
  destination?: OutboundClass;
  /** the leg of the call's facts that it is charged as; absent where nothing is charged */
  billed?: number;
};

export type CallerId = { number: string; name: string; restricted: boolean };

/** Targets that ring at the same time; the first that answers has the call. */
export type Attempt = { targets: Target[]; callerId: CallerId; ringSeconds: number };

/** The ways in which nobody takes a call that was put through. */
export const EXITS = ['busy', 'noAnswer', 'unreachable'] as const;
export type Exit = (typeof EXITS)[number];

/** Where a call goes when nobody takes it, and on whose behalf. */
export type Exits = { by: Party; to: Partial<Record<Exit, Destination>>; confirm: boolean };

/** What the routing decided. */
export type Decision = Refused | Connect | PickUp | Park | Retrieve | ToMailbox | ToVoicemail | ToSetting | ToFlow;

/** `record` is null if the call reached no tenant. */
export type Refused = { kind: 'refuse'; reason: RefusalReason; record: CallFacts | null; path?: CallPath };

/** Where a call goes on: a destination, or what a phone gave as one. */
export type Way = {
  to:
    | Destination
    | { kind: 'dialled'; number: string }
    /** as if the extension of `by` had dialled it */
    | { kind: 'transfer'; number: string; by: Party }
    /** back to who transferred it */
    | { kind: 'return'; to: Party };
  /** null if nobody sent it on: the number called leads there */
  forwarded: { by: Party; because: ForwardReason } | null;
  /** outside numbers have to press 1 to take the call */
  confirm?: boolean;
  /** a node of a flow rings it, and what comes of that is the flow's business */
  ringing?: FlowRinging;
};

/** How a node of a flow rings. `seconds` is null for as long as the target is set to. */
export type FlowRinging = { seconds: number | null };

/** What the routing has to know of a call, whatever comes next. */
export type Journey = {
  facts: CallFacts;
  /** the caller, as a phone within the tenant sees it */
  origin: CallerId;
  /** what happened on its way so far */
  path: CallPath;
  at: string;
  encryptedCaller: boolean;
  /** its caller is an outside number that was called, and stays on its line (`held-lines.ts`) */
  callerOnLine?: boolean;
};

/** A call goes on to somewhere that the database has to be asked about. */
export type Onward = { kind: 'onward'; way: Way; journey: Journey };

/** What every decision says of a call that goes through. */
export type Accepted = {
  facts: CallFacts;
  /** the caller, as a phone within the tenant sees it */
  origin: CallerId;
  /** what happened on the way so far */
  path?: CallPath;
  /** the caller must speak with encrypted sound */
  encryptedCaller?: boolean;
};

/** Takes a call that rings at one of these extensions; null: at any of the tenant. */
export type PickUp = Accepted & { kind: 'pickup'; of: string[] | null };

/**
 * Parks a call. `by` gets it back when nobody fetches it; a phone that dialled the code itself hears the slot instead. `taken` are numbers that are
 * no slots.
 */
export type Park = Accepted & { kind: 'park'; by: Party; slot: string | null; taken: string[] };

/** Fetches the call that is parked in a slot. */
export type Retrieve = Accepted & { kind: 'retrieve'; slot: string };

export type Connect = Accepted & {
  kind: 'connect';
  /** one after the other: the next is for when the one before failed, by a carrier's fault unless they are `inOrder` */
  attempts: [Attempt, ...Attempt[]];
  inOrder?: boolean;
  exits?: Exits;
  /** the outside numbers that it calls take outside lines of the tenant, of which only so many may be in use at once */
  usesLine?: boolean;
};

/** A mailbox takes a message, which gets this id. */
export type ToMailbox = Accepted & { kind: 'mailbox'; mailbox: MailboxFacts; messageId: string };

/** The caller listens to its messages. */
export type ToVoicemail = Accepted & { kind: 'voicemail'; door: Door };

/** A phone sets something by a star code. */
export type ToSetting = Accepted & { kind: 'setting'; setting: PhoneSetting };

/**
 * A call that the service makes: whom it rings, and what the phone that answers hears then. Null of what another call control makes, or of one that
 * came to nothing before anything rang.
 */
export type TakenServiceCall = Omit<Accepted, 'path'> & { attempt: Attempt; purpose: FlowTest | { kind: 'recording' } };

/** A draft that is played. */
export type FlowTest = { kind: 'flow' } & Pick<ToFlow, 'flowId' | 'loaded'>;

/** The call goes through a flow. */
export type ToFlow = Accepted & { kind: 'flow'; flowId: string; loaded: NonNullable<InFlow['loaded']> };

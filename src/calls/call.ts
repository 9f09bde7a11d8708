import { z } from 'zod';
import { OUTBOUND_CLASSES } from '../outbound/contract.ts';
import type { Announcement, RefusalReason } from './rules.ts';

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
  emergency: { trunk: string | null; callback: string | null };
};

/** What is kept of a call: in its row of `live_calls`, in a variable of its legs' channels, and in the history. */
/** A field that comes later needs a default: a new call control takes over the calls of the one before. */
export const CallFacts = z.object({
  id: z.string(),
  /** null only for an emergency call that went out while the database did not answer and the phone's row named no tenant */
  tenantId: z.string().nullable(),
  direction: z.enum(['internal', 'outbound', 'inbound']),
  /** nothing but its parties ends it: an emergency call, or the call back after one */
  emergency: z.boolean(),
  from: z.string(),
  to: z.string(),
  extensionId: z.string().nullable(),
  didId: z.string().nullable(),
  callbackNumber: z.string().nullable(),
  /** what kind of outside number it goes to, where our rules ask */
  destination: z.enum(OUTBOUND_CLASSES).optional(),
  admittedAt: z.string(),
});
export type CallFacts = z.infer<typeof CallFacts>;

/** What a leg's channel carries, from which a restarted call control knows the call. */
export const LegNote = z.object({ caller: z.string(), facts: CallFacts });
export type LegNote = z.infer<typeof LegNote>;

/** One way to reach the callee. */
export type Target = {
  endpoint: string;
  /** Carriers send tones and announcements before the answer, and the caller hears them; a phone just rings. */
  earlyMedia: boolean;
  /** a phone that must answer with encrypted sound */
  secure?: boolean;
  /** where the caller is, told to a trunk that takes it */
  location?: string;
};

export type CallerId = { number: string; name: string; restricted: boolean };

/** What the routing decided. */
export type Decision =
  /** `record` is null if the call reached no tenant */
  | { kind: 'refuse'; reason: RefusalReason; record: CallFacts | null }
  | {
      kind: 'connect';
      facts: CallFacts;
      /** all of a group ring at once; the next group is for when the one before failed */
      attempts: Target[][];
      callerId: CallerId;
      ringSeconds: number;
      /** it takes one of the tenant's outside lines, of which only so many may be in use at once */
      usesLine?: boolean;
      /** the caller must speak with encrypted sound */
      encryptedCaller?: boolean;
    };

export type Connect = Extract<Decision, { kind: 'connect' }>;
export type Refused = Extract<Decision, { kind: 'refuse' }>;

/** Everything about a call in progress. */
export type Call = {
  /** the caller's channel */
  caller: string;
  state: 'new' | 'admitting' | 'announcing' | 'dialling' | 'talking' | 'ended';
  facts: CallFacts | null;
  /** how the callee is reached, while there is more to try */
  plan: Pick<Connect, 'attempts' | 'callerId' | 'ringSeconds'> | null;
  /** what the caller offered */
  codecs: string[];
  /** legs that ring, or the one that was answered */
  legs: string[];
  /** the number of legs so far; names the next */
  dialled: number;
  /** the caller must be encrypted */
  encryptedCaller: boolean;
  /** the legs must be encrypted */
  secure: boolean;
  /** those of the legs whose phone has said that it rings */
  alerting: string[];
  /** why legs ended before an answer */
  causes: number[];
  /** a phone has declined by 603, and the caller gets the same */
  declined: boolean;
  /** the legs are in the caller's bridge already, so that it hears what they send before the answer */
  heard: boolean;
  /** the caller has been told that it rings */
  alerted: boolean;
  /** how it ends, once the announcement has been played */
  cause: number | null;
  answeredAt: string | null;
};

export type Event =
  | { type: 'arrived'; arrival: Arrival }
  | { type: 'decided'; decision: Decision }
  /** the leg has been made and can be dialled */
  | { type: 'ready'; leg: string }
  | { type: 'ringing'; leg: string }
  /** `codecs`: what its channel has agreed on, or still hopes for */
  | { type: 'answered'; leg: string; codecs: string[] }
  /** whether sound can be sent to the leg that has answered, encrypted if it must be */
  | { type: 'inspected'; leg: string; codec: string | null; fit: boolean }
  /** the caller hangs up: its channel may still be there */
  | { type: 'leaving' }
  /** `status`: SIP's final answer to a leg that was not answered */
  | { type: 'gone'; channel: string; cause: number; status?: number }
  /** nothing more is awaited of the phones of the group that was dialled up to this number of legs */
  | { type: 'settled'; dialled: number }
  /** the parties have been connected for a moment; the callee's codec, if it is sure */
  | { type: 'established'; codec: string | null }
  /** a party may have changed its codec */
  | { type: 'aligned' }
  | { type: 'held'; channel: string }
  | { type: 'resumed'; channel: string }
  /** nothing has been heard of this party for a while */
  | { type: 'silent'; channel: string }
  /** it has lasted as long as a call may, or a party has long been silent */
  | { type: 'overdue' }
  | { type: 'announced' }
  /** what it cannot go on without did not work */
  | { type: 'failed' }
  /** a tenant lost the right to have calls, or somebody who may asked for the end of this one */
  | { type: 'forbidden'; tenantId: string }
  | { type: 'ordered' };

/** What to do about it, in Asterisk or beside it. The commands of one step depend on nothing of each other and run at the same time. */
export type Command =
  | { type: 'admit'; arrival: Arrival }
  | { type: 'announce'; channel: string; announcement: Announcement }
  | { type: 'account'; channel: string; tenantId: string | null }
  | { type: 'openBridge'; bridge: string }
  | { type: 'createLeg'; leg: string; endpoint: string; location?: string; callerId: CallerId; note: LegNote }
  /** with a bridge: what the callee sends before the answer is heard through it */
  | { type: 'dial'; leg: string; seconds: number; bridge: string | null; caller: string }
  | { type: 'alert'; channel: string }
  | { type: 'answer'; channel: string }
  | { type: 'join'; bridge: string; channels: string[] }
  | { type: 'inspect'; leg: string; codec: string | null; secure: boolean }
  /** puts a channel on another codec */
  | { type: 'align'; channel: string; codec: string }
  /** sends no sound to a party that is on hold by its own wish, and again */
  | { type: 'mute'; channel: string }
  | { type: 'unmute'; channel: string }
  /** asks a phone in its dialog whether it is still there: if it is not, its channel ends */
  | { type: 'ask'; channel: string }
  | { type: 'rejoin'; bridge: string; channels: string[] }
  | { type: 'hangUp'; channel: string; cause: number }
  /** ends everything: the channels by this cause, then the bridge that they were in; a caller whose callee declined gets a 603 */
  | { type: 'clear'; channels: string[]; bridge: string | null; cause: number; declined: boolean }
  | { type: 'wait'; milliseconds: number; next: Event }
  | { type: 'saveAnswer'; facts: CallFacts; at: string }
  | { type: 'saveEnd'; facts: CallFacts; answeredAt: string | null; at: string; cause: number };

/** The commands that Asterisk carries out. */
export type AsteriskCommand = Exclude<Command, { type: 'admit' | 'wait' | 'saveAnswer' | 'saveEnd' }>;

import type { CallFacts } from './call-facts.ts';
import type { CallPath, EndedBy } from './call-path.ts';
import type { Arrival, CallerId, Onward, Target } from './decision.ts';
import type { PhoneSetting } from '../../star-codes/contract.ts';
import type { Event } from './event.ts';
import type { FallbackReason, Place } from '../../flows/walk.ts';
import type { FlowQuestion, InFlow } from './in-flow.ts';
import type { LegNote } from './leg-note.ts';
import type { MailboxRequest, MessageNote, Sound } from './mailbox.ts';
import type { Party } from './legs.ts';
import type { RefusalReason } from '../rules.ts';
import type { ServiceCallNotice, ServiceCallOutcome } from '../../service-calls/contract.ts';

/**
 * How a call ended. `answeredAt` and `answeredBy` are null for a call that was never answered, and for one whose answer only its live row knows;
 * `answeredBy` also for an outside number.
 */
export type CallEnd = {
  answeredAt: string | null;
  /** when a flow answered it; null as `answeredAt` */
  flowAnsweredAt: string | null;
  /** the extension that answered */
  answeredBy: string | null;
  at: string;
  cause: number;
  /** why it was not put through in the end */
  reason: RefusalReason | null;
  endedBy: EndedBy;
  path: CallPath;
};

/** What is to be done about a call, in Asterisk or beside it. */
export type Command =
  | { type: 'admit'; arrival: Arrival }
  /** takes a call that the service is asked for, unless another call control has it */
  | { type: 'takeServiceCall'; order: ServiceCallNotice }
  /** the phone of such a call has answered */
  | { type: 'serviceCallAnswered'; facts: CallFacts }
  /** what was recorded in it goes into the media library, and then it has ended */
  | { type: 'storeSound'; facts: CallFacts }
  | { type: 'serviceCallEnded'; facts: CallFacts; outcome: ServiceCallOutcome }
  /** asks the database where a call goes on, and whether it may */
  | { type: 'reroute'; onward: Onward }
  /** joins a call with the other one that this extension has, known by a digest of its dialog's id */
  | { type: 'joinOther'; dialog: string; by: Party; bridge: string }
  /** joins a call with the first that rings at one of these extensions; null: at any of the tenant */
  | { type: 'pickUp'; of: string[] | null; by: Party }
  /** looks for a parking slot, this one if it is free; `not` are no slots */
  | { type: 'findSlot'; wanted: string | null; not: readonly string[] }
  /** joins a call with the one that is parked there */
  | { type: 'retrieve'; slot: string; by: Party }
  /** an event for another call, by its id */
  | { type: 'notify'; call: string; event: Event }
  /** what a restarted call control has to know of this channel */
  | { type: 'setNote'; channel: string; note: LegNote }
  | { type: 'setAccountCode'; channel: string; tenantId: string | null }
  | { type: 'openBridge'; bridge: string }
  | { type: 'createLeg'; leg: string; target: Target; callerId: CallerId; note: LegNote }
  /** with a bridge: what the callee sends before the answer is heard through it */
  | { type: 'dial'; leg: string; seconds: number; bridge: string | null; caller: string }
  /** lets the caller hear ringback */
  | { type: 'ring'; channel: string }
  | { type: 'stopRinging'; channel: string }
  /** the phone of this channel cannot transfer the call */
  | { type: 'forbidTransfers'; channel: string }
  | { type: 'answer'; channel: string }
  | { type: 'join'; bridge: string; channels: string[] }
  | { type: 'leave'; bridge: string; channels: string[] }
  | { type: 'inspect'; leg: string; codec: string | null; secure: boolean }
  /** plays sounds to a channel, one after the other; `id` names them in the event of their end */
  | { type: 'play'; channel: string; id: string; sounds: readonly Sound[] }
  | { type: 'stopPlaying'; id: string }
  /** records a channel that is in no bridge; `id` names the file and the event of its end */
  | { type: 'record'; channel: string; id: string; maxSeconds: number; silenceSeconds: number; beep: boolean }
  | { type: 'stopRecording'; id: string }
  /** plays the tenant's hold music to a channel until it is stopped */
  | { type: 'startMusic'; channel: string; tenantId: string | null }
  | { type: 'stopMusic'; channel: string }
  /** puts a channel on another codec */
  | { type: 'align'; channel: string; codec: string }
  /** sends no sound to a party that has put the call on hold, and again */
  | { type: 'mute'; channel: string }
  | { type: 'unmute'; channel: string }
  /** asks a phone in its dialog whether it is still there: if it is not, its channel ends */
  | { type: 'ask'; channel: string }
  | { type: 'hangUp'; channel: string; cause: number }
  /** ends everything: the channels by this cause, then the bridge that they were in; a caller whose callee declined gets a 603 */
  | { type: 'tearDown'; channels: string[]; bridge: string | null; cause: number; declined: boolean }
  /** sets what a phone has dialled */
  | { type: 'saveSetting'; tenantId: string; extensionId: string; setting: PhoneSetting }
  /** asks the database about a mailbox, for somebody who listens to it */
  | { type: 'askMailbox'; request: MailboxRequest }
  /** notes what is about to be recorded, before it is */
  | { type: 'noteMessage'; note: MessageNote }
  /** what was recorded becomes a message, once its file is complete */
  | { type: 'storeMessage'; note: MessageNote }
  | { type: 'wait'; milliseconds: number; next: Event }
  /** reads the versions again that a call goes through */
  | { type: 'loadFlows'; tenantId: string | null; versionIds: readonly string[] }
  /** asks for a flow; the answer comes as an event, and other events do not wait for it */
  | { type: 'askFlow'; facts: CallFacts; place: Place; turn: number; question: FlowQuestion }
  /** a flow can't go on, and the partner is told */
  | { type: 'reportFlow'; facts: CallFacts; place: Place; versionIds: InFlow['versionIds']; because: FallbackReason }
  | { type: 'saveFlowAnswer'; facts: CallFacts; at: string }
  /** when charged legs of the call were answered, and ended */
  | { type: 'saveLegs'; facts: CallFacts }
  /** how many outside lines the call holds now, besides the one of its caller if that is on one, and what kind of number that leads to */
  | { type: 'saveLines'; facts: CallFacts; lines: number; callerOnLine: boolean }
  /** what has happened to a live call that the database was not asked about */
  | { type: 'savePath'; facts: CallFacts; path: CallPath }
  | { type: 'saveAnswer'; facts: CallFacts; at: string; answeredBy: string | null }
  | ({ type: 'saveEnd'; facts: CallFacts } & CallEnd);

/**
 * Commands in the order of doing: each group begins when the one before is done; the commands of a group depend on nothing of each
 * other and run at the same time.
 */
export type CommandGroups = Command[][];

/** The commands that Asterisk carries out. */
export type AsteriskCommand = Exclude<
  Command,
  {
    type:
      | 'admit'
      | 'takeServiceCall'
      | 'serviceCallAnswered'
      | 'storeSound'
      | 'serviceCallEnded'
      | 'reroute'
      | 'joinOther'
      | 'pickUp'
      | 'findSlot'
      | 'retrieve'
      | 'notify'
      | 'wait'
      | 'savePath'
      | 'saveAnswer'
      | 'saveLegs'
      | 'saveLines'
      | 'saveEnd'
      | 'askMailbox'
      | 'saveSetting'
      | 'noteMessage'
      | 'storeMessage'
      | 'loadFlows'
      | 'askFlow'
      | 'reportFlow'
      | 'saveFlowAnswer';
  }
>;

import type { FallbackReason, Place } from '../../flows/interpreter/walk.ts';
import type { ServiceCallNotice, ServiceCallOutcome } from '../../service-calls/contract.ts';
import type { PhoneSetting } from '../../star-codes/contract.ts';
import type { RefusalReason } from '../rules.ts';
import type { CallFacts } from './call-facts.ts';
import type { CallPath, EndedBy } from './call-path.ts';
import type { Arrival, CallerId, Onward, Target } from './decision.ts';
import type { Event } from './event.ts';
import type { FlowQuestion, InFlow } from './in-flow.ts';
import type { LegNote } from './leg-note.ts';
import type { Party } from './legs.ts';
import type { MailboxRequest, MessageNote, Sound } from './mailbox.ts';

/**
 * How a call ended. `answeredAt` and `answeredBy` are null if the call was never answered, or if only its live row
 * knows the answer. `answeredBy` is also null if an outside number answered.
 */
export type CallEnd = {
  answeredAt: string | null;
  /** when a flow answered it; null in the same cases as `answeredAt` */
  flowAnsweredAt: string | null;
  /** the extension that answered */
  answeredBy: string | null;
  at: string;
  cause: number;
  /** why it was refused in the end */
  reason: RefusalReason | null;
  endedBy: EndedBy;
  path: CallPath;
};

/** Something to do for a call, in Asterisk or elsewhere. */
export type Command =
  | { type: 'admit'; arrival: Arrival }
  /** claims a service call, unless another call control has claimed it */
  | { type: 'takeServiceCall'; order: ServiceCallNotice }
  /** the phone of a service call has answered */
  | { type: 'serviceCallAnswered'; facts: CallFacts }
  /** stores a service call's recording in the media library and marks the call as ended */
  | { type: 'storeSound'; facts: CallFacts }
  | { type: 'serviceCallEnded'; facts: CallFacts; outcome: ServiceCallOutcome }
  /**
   * asks the database where a call goes next, and whether it may; `after`: a call that has just ended for it and whose
   * phones are free again, once its end is stored
   */
  | { type: 'reroute'; onward: Onward; after: string | null }
  /** joins a call with the extension's other call, which is identified by a digest of its dialog id */
  | { type: 'joinOther'; dialog: string; by: Party; bridge: string }
  /** joins a call with the first call ringing at one of these extensions; null: at any of the tenant's */
  | { type: 'pickUp'; of: string[] | null; by: Party }
  /** finds a free parking slot, `wanted` if possible; `not`: numbers that can't be slots */
  | { type: 'findSlot'; wanted: string | null; not: readonly string[] }
  /** joins a call with the one parked in this slot */
  | { type: 'retrieve'; slot: string; by: Party }
  /** sends an event to another call, by its id */
  | { type: 'notify'; call: string; event: Event }
  /** stores on a channel what call control needs to know after a restart; null: nothing any more */
  | { type: 'setNote'; channel: string; note: LegNote | null }
  | { type: 'setAccountCode'; channel: string; tenantId: string | null }
  | { type: 'openBridge'; bridge: string }
  | { type: 'createLeg'; leg: string; target: Target; callerId: CallerId; note: LegNote }
  /** with a bridge, the caller hears the callee's early media */
  | { type: 'dial'; leg: string; seconds: number; bridge: string | null; caller: string }
  /** plays ringback to the caller */
  | { type: 'ring'; channel: string }
  | { type: 'stopRinging'; channel: string }
  /** stops the phone on this channel from transferring the call */
  | { type: 'forbidTransfers'; channel: string }
  | { type: 'allowTransfers'; channel: string }
  | { type: 'answer'; channel: string }
  | { type: 'join'; bridge: string; channels: string[] }
  | { type: 'leave'; bridge: string; channels: string[] }
  | { type: 'inspect'; leg: string; codec: string | null; secure: boolean }
  /** plays sounds to a channel one after the other; `id` names them in the `played` event */
  | { type: 'play'; channel: string; id: string; sounds: readonly Sound[] }
  | { type: 'stopPlaying'; id: string }
  /** records a channel that is in no bridge; `id` names the file and the `recorded` event */
  | { type: 'record'; channel: string; id: string; maxSeconds: number; silenceSeconds: number; beep: boolean }
  | { type: 'stopRecording'; id: string }
  /** plays the tenant's hold music to a channel until it is stopped */
  | { type: 'startMusic'; channel: string; tenantId: string | null }
  | { type: 'stopMusic'; channel: string }
  /** switches a channel to another codec */
  | { type: 'align'; channel: string; codec: string }
  /** stops the audio to a party that has put the call on hold */
  | { type: 'mute'; channel: string }
  | { type: 'unmute'; channel: string }
  /** sends a phone a request in its dialog; if it doesn't respond, its channel ends */
  | { type: 'ask'; channel: string }
  | { type: 'hangUp'; channel: string; cause: number }
  /** hangs up the channels with this cause, then deletes their bridge; if a callee has declined, the caller gets a 603 */
  | { type: 'tearDown'; channels: string[]; bridge: string | null; cause: number; declined: boolean }
  /** saves a setting that a phone has dialled */
  | { type: 'saveSetting'; tenantId: string; extensionId: string; setting: PhoneSetting }
  /** queries or changes a mailbox for a caller who listens to it */
  | { type: 'askMailbox'; request: MailboxRequest }
  /** writes a note about a message before its recording starts */
  | { type: 'noteMessage'; note: MessageNote }
  /** finds out whether a recording that has ended is a message */
  | { type: 'checkMessage'; note: MessageNote }
  /** turns a recording into a message once its file is complete, or drops it */
  | { type: 'storeMessage'; note: MessageNote }
  | { type: 'wait'; milliseconds: number; next: Event }
  /** reads a call's flow versions again */
  | { type: 'loadFlows'; tenantId: string | null; versionIds: readonly string[] }
  /** answers a flow's question; the result comes as an event, and other events don't wait for it */
  | { type: 'askFlow'; facts: CallFacts; place: Place; turn: number; question: FlowQuestion }
  /** notifies the partner that a flow can't continue */
  | { type: 'reportFlow'; facts: CallFacts; place: Place; versionIds: InFlow['versionIds']; because: FallbackReason }
  | { type: 'saveFlowAnswer'; facts: CallFacts; at: string }
  /** saves when charged legs were answered and ended */
  | { type: 'saveLegs'; facts: CallFacts }
  /**
   * saves how many outside lines the call occupies, apart from the caller's own line, and the class of number it leads
   * to
   */
  | { type: 'saveLines'; facts: CallFacts; lines: number; callerOnLine: boolean }
  /** saves the steps of a live call that the database doesn't know yet */
  | { type: 'savePath'; facts: CallFacts; path: CallPath }
  | { type: 'saveAnswer'; facts: CallFacts; at: string; answeredBy: string | null }
  | ({ type: 'saveEnd'; facts: CallFacts } & CallEnd);

/**
 * Commands in order. Each group starts when the previous one is done. The commands within a group don't depend on each
 * other and run at the same time.
 */
export type CommandGroups = Command[][];

/** The commands that Asterisk executes. */
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
      | 'checkMessage'
      | 'storeMessage'
      | 'loadFlows'
      | 'askFlow'
      | 'reportFlow'
      | 'saveFlowAnswer';
  }
>;

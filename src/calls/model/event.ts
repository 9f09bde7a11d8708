import type { Outcome } from '../../flows/interpreter/walk.ts';
import type { CallCap } from '../../limits/cap-contract.ts';
import type { SettingResult } from '../../star-codes/contract.ts';
import type { Arrival, Decision, EmergencyRow, TakenServiceCall } from './decision.ts';
import type { InFlow } from './in-flow.ts';
import type { Party } from './legs.ts';
import type { MailboxReply, RecordedMessage } from './mailbox.ts';

/** Something that happens to a call: in Asterisk, in the database, or because time has passed. */
export type Event =
  | { type: 'arrived'; arrival: Arrival }
  | { type: 'decided'; decision: Decision }
  /** whether this call control has claimed the service call; null: it has not */
  | { type: 'serviceCallTaken'; taken: TakenServiceCall | null }
  /** the leg's channel was created and can be dialled */
  | { type: 'ready'; leg: string }
  | { type: 'ringing'; leg: string }
  /** its phone redirects the call (a SIP 302); the end of the leg follows */
  | { type: 'redirected'; leg: string; to: string }
  | { type: 'digit'; channel: string; digit: string }
  /** `codecs`: the codecs negotiated so far; more than one means that none is certain */
  | { type: 'answered'; leg: string; codecs: string[] }
  /** whether media can be sent to the leg that answered, encrypted if required */
  | { type: 'inspected'; leg: string; codec: string | null; fit: boolean }
  /** the party hangs up; its channel may still exist */
  | { type: 'hangupRequested'; channel: string }
  /** `status`: the final SIP response to a leg that was not answered */
  | { type: 'channelEnded'; channel: string; cause: number; status?: number }
  /** the time for slow phones of an attempt is over; `legsMade` identifies the attempt */
  | { type: 'settled'; legsMade: number }
  /** the parties have been connected for a moment; `codec`: the callee's, if certain */
  | { type: 'established'; codec: string | null }
  /** a party has had the time to change its codec */
  | { type: 'aligned' }
  /**
   * a phone transfers the other party (a REFER); `standIn`: the channel that replaces the phone in the bridge; `to`:
   * the target as the phone wrote it; `emergency`: from the phone's row
   */
  | { type: 'transferRequested'; by: string; to: string; standIn: string; emergency: EmergencyRow }
  /** this call is joined with another one; their parties talk in this bridge; `to`: the other party's number */
  | { type: 'joined'; with: string; to: string; bridge: string }
  /**
   * the other call of an attended transfer had nobody to hand over and has ended: its number was still ringing, or a
   * machine had answered; `mailbox`: the mailbox that had; `of`: the other call
   */
  | { type: 'nobodyThere'; to: string; mailbox: string | null; of: string }
  /** the parking slot for this call; null: all are in use */
  | { type: 'slotFound'; slot: string | null }
  /** the other call of an attended transfer has reserved this parking slot */
  | { type: 'parkThere'; slot: string }
  /** the call that this one is joined with has ended */
  | { type: 'partnerEnded' }
  /** the paid time of the call that this one is joined with is nearly over */
  | { type: 'partnerShort' }
  /** the paid time of the call that this one is joined with is over, and it has ended */
  | { type: 'partnerOver'; reason: CallCap | 'unavailable' }
  /** the call that this one is joined with has handed our party over to the call `with`, into this bridge */
  | { type: 'handedOver'; with: string; bridge: string }
  /** the party of the call that this one is joined with transfers our party */
  | { type: 'partnerTransfers'; by: Party; to: string; emergency: EmergencyRow }
  | { type: 'held'; channel: string }
  | { type: 'resumed'; channel: string }
  /** this party has sent no audio for a while */
  | { type: 'silent'; channel: string }
  /** the call has reached its longest allowed duration, or a party has been silent for too long */
  | { type: 'overdue' }
  /** a sound has ended; `failed`: it could not be played */
  | { type: 'played'; id: string; failed?: boolean }
  /** a recording has ended; its file may be empty; `failed`: Asterisk could not record */
  | { type: 'recorded'; id: string; failed?: boolean }
  /** whether a message's note was written; otherwise nothing can be recorded */
  | { type: 'messageNoted'; id: string; isNoted: boolean }
  /** what has been recorded */
  | { type: 'messageChecked'; id: string; recorded: RecordedMessage }
  /** the timer of a `wait` has expired */
  | { type: 'elapsed'; timer: string }
  /** the database's reply about a mailbox */
  | { type: 'mailbox'; reply: MailboxReply }
  /** the setting that a phone dialled was saved, or could not be */
  | { type: 'settingSaved'; result: SettingResult }
  /** the reply to a flow's question, by its turn */
  | { type: 'flowReplied'; turn: number; outcome: Outcome }
  /** a call's flow versions were read again; null: they could not be */
  | { type: 'flowsLoaded'; loaded: InFlow['loaded'] }
  /** the person who answered this leg has not pressed 1 in time */
  | { type: 'unconfirmed'; leg: string }
  /** a command that the call needs failed */
  | { type: 'failed' }
  /** a charged leg's reserved time is nearly over, and no more can be reserved */
  | { type: 'timeShort'; leg: number }
  /** a charged leg's reserved time is over, and the call ends: by a cap, or because the database could not be asked */
  | { type: 'timeOver'; leg: number; reason: CallCap | 'unavailable' }
  /** the tenant may no longer have calls */
  | { type: 'serviceStopped'; tenantId: string }
  /** a user with the permission has asked to end this call */
  | { type: 'hangupOrdered' };

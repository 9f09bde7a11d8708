import type { Arrival, Decision, TakenServiceCall } from './decision.ts';
import type { SettingResult } from '../../star-codes/contract.ts';
import type { Outcome } from '../../flows/walk.ts';
import type { InFlow } from './in-flow.ts';
import type { MailboxReply } from './mailbox.ts';
import type { CallCap } from '../../limits/cap-contract.ts';
import type { Party } from './legs.ts';

/** What happens to a call: in Asterisk, in the database, or because time has passed. */
export type Event =
  | { type: 'arrived'; arrival: Arrival }
  | { type: 'decided'; decision: Decision }
  /** whether this call control makes the call that somebody has asked for */
  | { type: 'serviceCallTaken'; taken: TakenServiceCall | null }
  /** the leg has been made and can be dialled */
  | { type: 'ready'; leg: string }
  | { type: 'ringing'; leg: string }
  /** its phone sends the call somewhere else (a SIP 302); its end follows */
  | { type: 'redirected'; leg: string; to: string }
  | { type: 'digit'; channel: string; digit: string }
  /** `codecs`: what its channel has agreed on, or still hopes for */
  | { type: 'answered'; leg: string; codecs: string[] }
  /** whether sound can be sent to the leg that has answered, encrypted if it must be */
  | { type: 'inspected'; leg: string; codec: string | null; fit: boolean }
  /** the caller hangs up: its channel may still be there */
  | { type: 'hangupRequested'; channel: string }
  /** `status`: SIP's final answer to a leg that was not answered */
  | { type: 'channelEnded'; channel: string; cause: number; status?: number }
  /** nothing more is awaited of the phones of the attempt that brought the number of legs to this */
  | { type: 'settled'; legsMade: number }
  /** the parties have been connected for a moment; the callee's codec, if it is sure */
  | { type: 'established'; codec: string | null }
  /** a party may have changed its codec */
  | { type: 'aligned' }
  /** a phone sends the other party on (a REFER): `standIn` is in its place in the bridge, and `to` is what it gave, as it wrote it */
  | { type: 'transferRequested'; by: string; to: string; standIn: string }
  /** the call that this one is joined with: its party hears ours in that bridge from now on; `to` is the number that it is at */
  | { type: 'joined'; with: string; to: string; bridge: string }
  /** the other call of an attended transfer still rings at this number, and has been ended */
  | { type: 'ringsYet'; to: string }
  /** the slot that this call may have; null: all are taken */
  | { type: 'slotFound'; slot: string | null }
  /** the other call of an attended transfer is one that keeps this slot */
  | { type: 'parkThere'; slot: string }
  /** the call that this one is joined with has ended */
  | { type: 'partnerEnded' }
  /** the party of the call that this one is joined with sends ours on */
  | { type: 'partnerTransfers'; by: Party; to: string }
  | { type: 'held'; channel: string }
  | { type: 'resumed'; channel: string }
  /** this party has sent no sound for a while */
  | { type: 'silent'; channel: string }
  /** it has lasted as long as a call may, or a party has long been silent */
  | { type: 'overdue' }
  /** a sound has been played; `failed`: or could not be */
  | { type: 'played'; id: string; failed?: boolean }
  /** a recording has ended; whether there is a file with anything in it, the file says */
  | { type: 'recorded'; id: string }
  /** the time that a `wait` was for is over */
  | { type: 'elapsed'; timer: string }
  /** the database's answer about a mailbox */
  | { type: 'mailbox'; reply: MailboxReply }
  /** what a phone dialled is set, or could not be */
  | { type: 'settingSaved'; result: SettingResult }
  /** what came of a question of a flow, by its turn */
  | { type: 'flowReplied'; turn: number; outcome: Outcome }
  /** the versions that a call goes through, read again; null: they could not be */
  | { type: 'flowsLoaded'; loaded: InFlow['loaded'] }
  /** the person who answered this leg has had the time to take the call */
  | { type: 'unconfirmed'; leg: string }
  /** a command that the call needs failed */
  | { type: 'failed' }
  /** what is reserved for a charged leg is nearly over, and no more can be reserved */
  | { type: 'timeShort'; leg: number }
  /** it is over: the call ends, by a cap or because the database could not be asked */
  | { type: 'timeOver'; leg: number; reason: CallCap | 'unavailable' }
  /** a tenant lost the right to have calls */
  | { type: 'serviceStopped'; tenantId: string }
  /** a person with the permission asked for the end of this call */
  | { type: 'hangupOrdered' };

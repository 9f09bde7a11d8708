import type { CallFacts } from '../../calls/model/call-facts.ts';
import type { Call } from '../../calls/model/call.ts';
import type { AsteriskCommand, Command } from '../../calls/model/command.ts';
import type { Arrival, Decision, Onward, TakenServiceCall } from '../../calls/model/decision.ts';
import type { Event } from '../../calls/model/event.ts';
import type { InFlow } from '../../calls/model/in-flow.ts';
import type { MailboxReply, MailboxRequest, MessageNote, RecordedMessage } from '../../calls/model/mailbox.ts';
import type { CallProgress } from '../../calls/records/call-records.ts';
import type { Outcome } from '../../flows/interpreter/walk.ts';
import type { ServiceCallNotice, ServiceCallOutcome } from '../../service-calls/contract.ts';
import type { SettingResult } from '../../star-codes/contract.ts';

/** What a call saves about itself. */
export type SaveCommand = CallProgress | Extract<Command, { type: 'savePath' }>;

/** The effects of the calls of one Asterisk. */
export type CallEffects = {
  admit: (arrival: Arrival) => Promise<Decision>;
  /** `after`: a call whose end must be stored first */
  reroute: (onward: Onward, after: string | null) => Promise<Decision>;
  serviceCalls: ServiceCallEffects;
  perform: (command: AsteriskCommand) => Promise<Event[]>;
  saveSetting: (command: Extract<Command, { type: 'saveSetting' }>) => Promise<SettingResult>;
  askMailbox: (request: MailboxRequest) => Promise<MailboxReply>;
  /** false if the note could not be written */
  noteMessage: (note: MessageNote) => Promise<boolean>;
  checkMessage: (note: MessageNote) => Promise<RecordedMessage>;
  storeMessage: (note: MessageNote) => void;
  /** a digest of the id of a channel's SIP dialog; null if there is none */
  dialogOf: (channel: string) => Promise<string | null>;
  /** saves in the background */
  save: (command: SaveCommand) => void;
  loadFlows: (command: Extract<Command, { type: 'loadFlows' }>) => Promise<InFlow['loaded']>;
  askFlow: (command: Extract<Command, { type: 'askFlow' }>) => Promise<Outcome>;
  reportFlow: (command: Extract<Command, { type: 'reportFlow' }>) => void;
  /** called with a call after each of its steps */
  onStep: (call: Call) => void;
  now: () => string;
  log: (error: unknown, call: Call) => void;
};

/** The effects of service calls. */
export type ServiceCallEffects = {
  take: (order: ServiceCallNotice) => Promise<TakenServiceCall | null>;
  answered: (facts: CallFacts) => void;
  /** stores the recording in the media library and marks the call as ended */
  store: (facts: CallFacts) => void;
  ended: (facts: CallFacts, outcome: ServiceCallOutcome) => void;
};

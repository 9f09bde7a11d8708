import { type Call, factsOf, idOf, legsOf } from '../calls/model/call.ts';
import type { AsteriskCommand, Command } from '../calls/model/command.ts';
import type { CallFacts } from '../calls/model/call-facts.ts';
import type { Arrival, Decision, Onward, TakenServiceCall } from '../calls/model/decision.ts';
import type { ServiceCallNotice, ServiceCallOutcome } from '../service-calls/contract.ts';
import type { Event } from '../calls/model/event.ts';
import type { SettingResult } from '../star-codes/contract.ts';
import type { Outcome } from '../flows/interpreter/walk.ts';
import type { InFlow } from '../calls/model/in-flow.ts';
import type { MailboxReply, MailboxRequest, MessageNote } from '../calls/model/mailbox.ts';
import { step } from '../calls/model/machine.ts';
import type { CallProgress } from '../calls/records/call-records.ts';
import type { HandOver } from '../calls/scenes/joined.ts';
import * as requested from '../calls/scenes/requested.ts';
import * as admitting from '../calls/scenes/admitting.ts';
import type { Step } from '../calls/scenes/step.ts';
import { type Joinable, joinCalls } from './joining-calls.ts';

/** What a call saves about itself. */
export type SaveCommand = CallProgress | Extract<Command, { type: 'savePath' }>;

/** The effects of the calls of one Asterisk. */
export type CallEffects = {
  admit: (arrival: Arrival) => Promise<Decision>;
  reroute: (onward: Onward) => Promise<Decision>;
  serviceCalls: ServiceCallEffects;
  perform: (command: AsteriskCommand) => Promise<Event[]>;
  saveSetting: (command: Extract<Command, { type: 'saveSetting' }>) => Promise<SettingResult>;
  askMailbox: (request: MailboxRequest) => Promise<MailboxReply>;
  noteMessage: (note: MessageNote) => Promise<void>;
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

export type Calls = {
  /** Starts a service call, unless it is already being made. */
  originate(order: ServiceCallNotice): void;
  /** Handles an event for a channel. Ignored if the channel belongs to no known call. */
  receive(channel: string, event: Event): void;
  /** Sends an event to every call. */
  sendToAll(event: Event): void;
  /** Sends an event to one call by its id. False if the call is not known. */
  send(id: string, event: Event): boolean;
  /** Takes over a call that was found in Asterisk. */
  adopt(call: Call): void;
  all(): KnownCall[];
};

/** A known call. `busy`: its commands are being executed. */
export type KnownCall = { call: Call; busy: boolean };

/** A call and its pending steps. */
type Running = KnownCall & Joinable & { channels: Set<string>; queue: (() => Step)[] };

/**
 * Whether a service call is among these. Until it is claimed, only the placeholder for its caller's channel identifies
 * it.
 */
export const isServiceCallKnown = (calls: Iterable<KnownCall>, order: ServiceCallNotice): boolean =>
  [...calls].some(({ call }) => call.caller === requested.channelOf(order) || factsOf(call)?.id === order.id);

/**
 * Runs the calls, each with its own queue. Its events are handled one after the other, and the commands of each are
 * executed before the next. Events that result from a command are handled before the queue. So an order to end a
 * tenant's calls that arrives during an admission finds the call admitted.
 */
export function runCalls(effects: CallEffects): Calls {
  const byChannel = new Map<string, Running>();
  const running = new Set<Running>();

  const joining = joinCalls({ all: () => [...running], inTurn, dialogOf: effects.dialogOf, now: effects.now });
  const stepOf = (one: Running, event: Event): Step => step(one.call, event, effects.now());

  function receive(channel: string, event: Event): void {
    const known = byChannel.get(channel);
    if (known) enqueue(known, event);
    else if (event.type === 'arrived') begin(admitting.enter(event.arrival));
  }
  function begin(first: Step): void {
    const one = add(first.call);
    one.queue.push(() => first);
    void drain(one);
  }
  function add(call: Call): Running {
    const one: Running = { call, channels: new Set(), queue: [], busy: false, isJoining: false, slot: null };
    running.add(one);
    track(one);
    return one;
  }
  function track(one: Running): void {
    for (const channel of [one.call.caller, ...legsOf(one.call)]) {
      one.channels.add(channel);
      byChannel.set(channel, one);
    }
  }
  function enqueue(one: Running, event: Event): void {
    one.queue.push(() => stepOf(one, event));
    if (!one.busy) void drain(one);
  }
  async function drain(one: Running): Promise<void> {
    one.busy = true;
    for (let next = one.queue.shift(); next !== undefined; next = one.queue.shift()) {
      try {
        await apply(one, next());
      } catch (error) {
        effects.log(error, one.call);
      }
    }
    one.busy = false;
  }
  async function apply(one: Running, { call, commands }: Step): Promise<void> {
    one.call = call;
    effects.onStep(call);
    // Before the commands, because their events may arrive before their responses.
    track(one);
    const followed: Event[] = [];
    for (const group of commands) {
      const events = await Promise.all(group.map((command) => attempt(command, one)));
      followed.push(...events.flat());
    }
    for (const event of followed) await apply(one, stepOf(one, event));
    if (one.call.scene.kind === 'ended') untrack(one);
  }
  async function attempt(command: Command, one: Running): Promise<Event[]> {
    try {
      return await perform(command, one);
    } catch (error) {
      effects.log(error, one.call);
      return NECESSARY.has(command.type) ? [{ type: 'failed' }] : [];
    }
  }
  async function perform(command: Command, one: Running): Promise<Event[]> {
    switch (command.type) {
      case 'admit':
        return [{ type: 'decided', decision: await effects.admit(command.arrival) }];
      case 'takeServiceCall':
        return [{ type: 'serviceCallTaken', taken: await effects.serviceCalls.take(command.order) }];
      case 'serviceCallAnswered':
        effects.serviceCalls.answered(command.facts);
        return [];
      case 'storeSound':
        effects.serviceCalls.store(command.facts);
        return [];
      case 'serviceCallEnded':
        effects.serviceCalls.ended(command.facts, command.outcome);
        return [];
      case 'reroute':
        return [{ type: 'decided', decision: await effects.reroute(command.onward) }];
      case 'savePath':
      case 'saveAnswer':
      case 'saveLegs':
      case 'saveLines':
      case 'saveFlowAnswer':
      case 'saveEnd':
        effects.save(command);
        return [];
      case 'loadFlows':
        return [{ type: 'flowsLoaded', loaded: await effects.loadFlows(command) }];
      case 'askFlow':
        // Not awaited: the call must not wait for the reply if the caller hangs up.
        void effects
          .askFlow(command)
          .then((outcome) => enqueue(one, { type: 'flowReplied', turn: command.turn, outcome }));
        return [];
      case 'reportFlow':
        effects.reportFlow(command);
        return [];
      case 'askMailbox':
        return [{ type: 'mailbox', reply: await effects.askMailbox(command.request) }];
      case 'saveSetting':
        return [{ type: 'settingSaved', result: await effects.saveSetting(command) }];
      case 'noteMessage':
        await effects.noteMessage(command.note);
        return [];
      case 'storeMessage':
        effects.storeMessage(command.note);
        return [];
      case 'notify':
        send(command.call, command.event);
        return [];
      case 'findSlot':
      case 'retrieve':
      case 'pickUp':
      case 'joinOther':
        return [await joining(one, command)];
      case 'wait':
        setTimeout(() => enqueue(one, command.next), command.milliseconds).unref();
        return [];
      default:
        return effects.perform(command);
    }
  }
  function untrack(one: Running): void {
    running.delete(one);
    for (const channel of one.channels) byChannel.delete(channel);
  }
  function send(id: string, event: Event): boolean {
    const one = [...running].find(({ call }) => idOf(call) === id);
    if (one) enqueue(one, event);
    return one !== undefined;
  }

  /** Runs a step of another call in that call's queue, and returns the event for this call. */
  function inTurn(other: Running, offer: () => HandOver | null): Promise<Event | null> {
    const { promise, resolve } = Promise.withResolvers<Event | null>();
    other.queue.push(() => {
      let given: HandOver | null = null;
      try {
        given = offer();
      } finally {
        resolve(given?.event ?? null);
      }
      return given?.step ?? { call: other.call, commands: [] };
    });
    if (!other.busy) void drain(other);
    return promise;
  }

  return {
    originate(order) {
      if (!isServiceCallKnown(running, order)) begin(requested.enter(order));
    },
    receive,
    sendToAll: (event) => running.forEach((one) => enqueue(one, event)),
    send,
    adopt(call) {
      add(call);
      effects.onStep(call);
    },
    all: () => [...running],
  };
}

/**
 * The commands that a call depends on, or whose events it waits for. If one of them fails, the call ends, because it
 * would otherwise wait for ever.
 */
const NECESSARY = new Set<Command['type']>([
  'createLeg',
  'dial',
  'inspect',
  'join',
  'answer',
  'play',
  'record',
  'noteMessage',
  'askMailbox',
  'takeServiceCall',
  'findSlot',
  'retrieve',
  'pickUp',
  'joinOther',
]);

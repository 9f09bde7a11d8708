import { type Call, factsOf, idOf, legsOf } from '../../calls/model/call.ts';
import type { Command } from '../../calls/model/command.ts';
import type { Event } from '../../calls/model/event.ts';
import { step } from '../../calls/model/machine.ts';
import * as admitting from '../../calls/scenes/admitting.ts';
import type { HandOver } from '../../calls/scenes/joined.ts';
import * as requested from '../../calls/scenes/requested.ts';
import type { Step } from '../../calls/scenes/step.ts';
import type { ServiceCallNotice } from '../../service-calls/contract.ts';
import type { CallEffects } from './call-effects.ts';
import { type Joinable, joinCalls } from './joining-calls.ts';
import { isNecessary, performCommand } from './perform-command.ts';

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
export class CallRunner implements Calls {
  readonly #effects: CallEffects;
  readonly #byChannel = new Map<string, Running>();
  readonly #running = new Set<Running>();
  readonly #join: ReturnType<typeof joinCalls<Running>>;

  constructor(effects: CallEffects) {
    this.#effects = effects;
    this.#join = joinCalls<Running>({
      all: () => [...this.#running],
      inTurn: (other, offer) => this.#inTurn(other, offer),
      dialogOf: effects.dialogOf,
      now: effects.now,
    });
  }

  originate(order: ServiceCallNotice): void {
    if (!isServiceCallKnown(this.#running, order)) this.#begin(requested.enter(order));
  }

  receive(channel: string, event: Event): void {
    const known = this.#byChannel.get(channel);
    if (known) this.#enqueue(known, event);
    else if (event.type === 'arrived') this.#begin(admitting.enter(event.arrival));
  }

  sendToAll(event: Event): void {
    for (const one of this.#running) this.#enqueue(one, event);
  }

  send(id: string, event: Event): boolean {
    const one = [...this.#running].find(({ call }) => idOf(call) === id);
    if (one) this.#enqueue(one, event);
    return one !== undefined;
  }

  adopt(call: Call): void {
    this.#add(call);
    this.#effects.onStep(call);
  }

  all(): KnownCall[] {
    return [...this.#running];
  }

  #begin(first: Step): void {
    const one = this.#add(first.call);
    one.queue.push(() => first);
    void this.#drain(one);
  }

  #add(call: Call): Running {
    const one: Running = { call, channels: new Set(), queue: [], busy: false, isJoining: false, slot: null };
    this.#running.add(one);
    this.#track(one);
    return one;
  }

  #track(one: Running): void {
    for (const channel of [one.call.caller, ...legsOf(one.call)]) {
      one.channels.add(channel);
      this.#byChannel.set(channel, one);
    }
  }

  #untrack(one: Running): void {
    this.#running.delete(one);
    for (const channel of one.channels) this.#byChannel.delete(channel);
  }

  #enqueue(one: Running, event: Event): void {
    one.queue.push(() => this.#stepOf(one, event));
    if (!one.busy) void this.#drain(one);
  }

  #stepOf(one: Running, event: Event): Step {
    return step(one.call, event, this.#effects.now());
  }

  async #drain(one: Running): Promise<void> {
    one.busy = true;
    for (let next = one.queue.shift(); next !== undefined; next = one.queue.shift()) {
      try {
        await this.#apply(one, next());
      } catch (error) {
        this.#effects.log(error, one.call);
      }
    }
    one.busy = false;
  }

  async #apply(one: Running, { call, commands }: Step): Promise<void> {
    one.call = call;
    this.#effects.onStep(call);
    // before the commands, because their events may arrive before their responses
    this.#track(one);
    const followed: Event[] = [];
    for (const group of commands) {
      const events = await Promise.all(group.map((command) => this.#attempt(command, one)));
      followed.push(...events.flat());
    }
    for (const event of followed) await this.#apply(one, this.#stepOf(one, event));
    if (one.call.scene.kind === 'ended') this.#untrack(one);
  }

  async #attempt(command: Command, one: Running): Promise<Event[]> {
    try {
      return await performCommand(command, this.#effects, {
        later: (event) => this.#enqueue(one, event),
        send: (callId, event) => {
          // its party has just left, so the call that waits for it ends, too
          if (!this.send(callId, event) && event.type === 'handedOver') this.send(event.with, { type: 'partnerEnded' });
        },
        join: (joining) => this.#join(one, joining),
      });
    } catch (error) {
      this.#effects.log(error, one.call);
      return isNecessary(command) ? [{ type: 'failed' }] : [];
    }
  }

  /** Runs a step of another call in that call's queue, and returns the event for this call. */
  #inTurn(other: Running, offer: () => HandOver | null): Promise<Event | null> {
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
    if (!other.busy) void this.#drain(other);
    return promise;
  }
}

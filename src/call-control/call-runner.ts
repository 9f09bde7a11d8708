import type { Call } from '../calls/call.ts';
import type { AsteriskCommand, Command } from '../calls/command.ts';
import type { Arrival, Decision } from '../calls/decision.ts';
import type { Event } from '../calls/event.ts';
import { newCall, step } from '../calls/machine.ts';

/** What the calls of one engine need of the world. */
export type CallEffects = {
  admit: (arrival: Arrival) => Promise<Decision>;
  perform: (command: AsteriskCommand) => Promise<Event[]>;
  saveAnswer: (command: Extract<Command, { type: 'saveAnswer' }>) => void;
  saveEnd: (command: Extract<Command, { type: 'saveEnd' }>) => void;
  now: () => string;
  log: (error: unknown, call: Call) => void;
};

export type Calls = {
  /** An event about a channel; of no call that we have, it means nothing. */
  receive(channel: string, event: Event): void;
  /** An event for every call, in its turn. */
  tellAll(event: Event): void;
  /** An event for one call by its id; false if it is none of ours. */
  tell(id: string, event: Event): boolean;
  /** A call that was found in the engine. */
  adopt(call: Call): void;
  all(): KnownCall[];
};

/** A call as we know it; `busy` while commands of it are under way. */
export type KnownCall = { call: Call; busy: boolean };

/** A call and what waits for it. */
type Running = KnownCall & { channels: Set<string>; queue: Event[] };

/**
 * One queue per call: its events are taken one after the other, and the commands of each are done before the next.
 * What a command brings about at once is taken before what waits, so an order to end a tenant's calls that comes in the
 * middle of an admission finds the call admitted.
 */
export function runCalls(world: CallEffects): Calls {
  const byChannel = new Map<string, Running>();
  const running = new Set<Running>();

  function receive(channel: string, event: Event): void {
    const known = byChannel.get(channel);
    if (known) enqueue(known, event);
    else if (event.type === 'arrived') enqueue(add(newCall(channel)), event);
  }
  function add(call: Call): Running {
    const one: Running = { call, channels: new Set(), queue: [], busy: false };
    running.add(one);
    track(one, [call.caller, ...call.legs]);
    return one;
  }
  function track(one: Running, channels: string[]): void {
    for (const channel of channels) {
      one.channels.add(channel);
      byChannel.set(channel, one);
    }
  }
  function enqueue(one: Running, event: Event): void {
    one.queue.push(event);
    if (!one.busy) void drain(one);
  }
  async function drain(one: Running): Promise<void> {
    one.busy = true;
    for (let event = one.queue.shift(); event !== undefined; event = one.queue.shift()) {
      try {
        await apply(one, event);
      } catch (error) {
        world.log(error, one.call);
      }
    }
    one.busy = false;
  }
  async function apply(one: Running, event: Event): Promise<void> {
    const { call, commands } = step(one.call, event, world.now());
    one.call = call;
    // before the commands: their events may come before their answers
    track(one, call.legs);
    const followed: Event[] = [];
    for (const group of commands) {
      const events = await Promise.all(group.map((command) => perform(command, one)));
      followed.push(...events.flat());
    }
    for (const next of followed) await apply(one, next);
    if (one.call.state === 'ended') untrack(one);
  }
  async function perform(command: Command, one: Running): Promise<Event[]> {
    switch (command.type) {
      case 'admit':
        return [{ type: 'decided', decision: await world.admit(command.arrival) }];
      case 'saveAnswer':
        world.saveAnswer(command);
        return [];
      case 'saveEnd':
        world.saveEnd(command);
        return [];
      case 'wait':
        setTimeout(() => enqueue(one, command.next), command.milliseconds).unref();
        return [];
      default:
        return world.perform(command).catch((error: unknown) => {
          world.log(error, one.call);
          return failed(command.type);
        });
    }
  }
  function untrack(one: Running): void {
    running.delete(one);
    for (const channel of one.channels) byChannel.delete(channel);
  }

  return {
    receive,
    tellAll: (event) => running.forEach((one) => enqueue(one, event)),
    tell(id, event) {
      const one = [...running].find(({ call }) => call.facts?.id === id);
      if (one) enqueue(one, event);
      return one !== undefined;
    },
    adopt: (call) => void add(call),
    all: () => [...running],
  };
}

/** The engine did not even answer: without these there is no call, the others can be done without. */
function failed(command: Command['type']): Event[] {
  return command === 'createLeg' ||
    command === 'dial' ||
    command === 'join' ||
    command === 'answer' ||
    command === 'announce'
    ? [{ type: 'failed' }]
    : [];
}

import type { CallFacts } from '../../calls/model/call-facts.ts';
import { admittedOf, type Call, channelsOf, factsOf } from '../../calls/model/call.ts';
import type { Command } from '../../calls/model/command.ts';
import type { Event } from '../../calls/model/event.ts';
import { freeSlot } from '../../calls/model/parking.ts';
import { handOver, type HandOver } from '../../calls/scenes/joined.ts';
import { takeRinging } from '../../calls/scenes/picking-up.ts';
import { retrieveParked } from '../../calls/scenes/waiting.ts';

/** The state of a call that joining depends on. */
export type Joinable = {
  call: Call;
  /** it is waiting for another call */
  isJoining: boolean;
  /** a parking slot that is reserved for it */
  slot: string | null;
};

export type JoiningOptions<One extends Joinable> = {
  all: () => One[];
  /** runs a step of another call in that call's queue */
  inTurn: (other: One, offer: () => HandOver | null) => Promise<Event | null>;
  dialogOf: (channel: string) => Promise<string | null>;
  now: () => string;
};

/** The commands of a call that involve other calls of its tenant. */
export type JoiningCommand = Extract<Command, { type: 'joinOther' | 'pickUp' | 'retrieve' | 'findSlot' }>;

/** Executes these commands: finds the other call and lets it hand over its party. */
export function joinCalls<One extends Joinable>({ all, inTurn, dialogOf, now }: JoiningOptions<One>) {
  const othersOf = (one: One, { tenantId }: CallFacts): One[] =>
    all().filter((other) => other !== one && factsOf(other.call)?.tenantId === tenantId);

  /** Joins the other call of an attended transfer, which is identified by the dialog of the extension's channel in it. */
  async function joinOther(
    one: One,
    facts: CallFacts,
    { dialog, by, bridge }: Extract<Command, { type: 'joinOther' }>,
  ): Promise<Event> {
    const to = { partner: facts.id, bridge };
    for (const other of othersOf(one, facts)) {
      for (const channel of channelsOf(other.call, by)) {
        if ((await dialogOf(channel)) !== dialog) continue;
        // two calls that wait for each other would deadlock
        if (other.isJoining) return NOT_FOUND;
        const given = await inTurn(other, () => handOver(other.call, channel, to, now()));
        if (given?.type === 'parkThere') one.slot = given.slot;
        return given ?? NOT_FOUND;
      }
    }
    return NOT_FOUND;
  }

  /** Picks up the first call that rings at one of these extensions. */
  async function pickUp(one: One, facts: CallFacts, { of, by }: Extract<Command, { type: 'pickUp' }>): Promise<Event> {
    for (const other of othersOf(one, facts).filter(({ call }) => call.scene.kind === 'dialling')) {
      const given = await inTurn(other, () => takeRinging(other.call, of, { partner: facts.id, by }, now()));
      if (given) return given;
    }
    return NOT_FOUND;
  }

  async function retrieve(
    one: One,
    facts: CallFacts,
    { slot, by }: Extract<Command, { type: 'retrieve' }>,
  ): Promise<Event> {
    const other = othersOf(one, facts).find(({ call }) => admittedOf(call)?.parked?.slot === slot);
    if (!other) return NOT_FOUND;
    return (await inTurn(other, () => retrieveParked(other.call, slot, { partner: facts.id, by }, now()))) ?? NOT_FOUND;
  }

  /** Reserves the slot at once, before the call is parked there. */
  function findSlot(one: One, facts: CallFacts, { wanted, not }: Extract<Command, { type: 'findSlot' }>): Event {
    one.slot = freeSlot(wanted, [...not, ...othersOf(one, facts).flatMap((other) => slotOf(other) ?? [])]);
    return { type: 'slotFound', slot: one.slot };
  }

  async function join(one: One, facts: CallFacts, command: JoiningCommand): Promise<Event> {
    switch (command.type) {
      case 'joinOther':
        return joinOther(one, facts, command);
      case 'pickUp':
        return pickUp(one, facts, command);
      case 'retrieve':
        return retrieve(one, facts, command);
      case 'findSlot':
        return findSlot(one, facts, command);
    }
  }

  return async (one: One, command: JoiningCommand): Promise<Event> => {
    const facts = factsOf(one.call);
    if (!facts) return NOT_FOUND;
    one.isJoining = true;
    try {
      return await join(one, facts, command);
    } finally {
      one.isJoining = false;
    }
  };
}

/** The slot that a call has or has reserved. */
function slotOf({ call, slot }: Joinable): string | null {
  const { kind } = call.scene;
  const isAboutTo = kind === 'parking' || kind === 'announcingSlot' || kind === 'joining';
  return admittedOf(call)?.parked?.slot ?? (isAboutTo ? slot : null);
}

/** The call returns to the party that wanted to transfer it, or ends. */
const NOT_FOUND: Event = { type: 'decided', decision: { kind: 'refuse', reason: 'unreachable', record: null } };

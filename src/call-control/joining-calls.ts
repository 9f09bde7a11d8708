import { admittedOf, type Call, channelsOf, factsOf } from '../calls/model/call.ts';
import type { CallFacts } from '../calls/model/call-facts.ts';
import type { Command } from '../calls/model/command.ts';
import type { Event } from '../calls/model/event.ts';
import { freeSlot } from '../calls/model/parking.ts';
import { give, type Given } from '../calls/scenes/joined.ts';
import { take } from '../calls/scenes/picking-up.ts';
import { fetch } from '../calls/scenes/waiting.ts';

/** What a call needs so that others can be joined with it. */
export type Joinable = {
  call: Call;
  /** it waits for another call */
  isJoining: boolean;
  /** a parking slot that is kept for it */
  slot: string | null;
};

export type JoiningOptions<One extends Joinable> = {
  all: () => One[];
  /** has another call give something away, when it is its turn */
  inTurn: (other: One, offer: () => Given | null) => Promise<Event | null>;
  dialogOf: (channel: string) => Promise<string | null>;
  now: () => string;
};

/** The commands of a call that are about other calls of its tenant. */
export type JoiningCommand = Extract<Command, { type: 'joinOther' | 'pickUp' | 'retrieve' | 'findSlot' }>;

/** Carries them out: finds the other call, and has that give away its party. */
export function joinCalls<One extends Joinable>({ all, inTurn, dialogOf, now }: JoiningOptions<One>) {
  const othersOf = (one: One, { tenantId }: CallFacts): One[] =>
    all().filter((other) => other !== one && factsOf(other.call)?.tenantId === tenantId);

  /** The other call of an attended transfer, known by the extension's channel in it. */
  async function joinOther(
    one: One,
    facts: CallFacts,
    { dialog, by, bridge }: Extract<Command, { type: 'joinOther' }>,
  ): Promise<Event> {
    const to = { partner: facts.id, bridge };
    for (const other of othersOf(one, facts)) {
      for (const channel of channelsOf(other.call, by)) {
        if ((await dialogOf(channel)) !== dialog) continue;
        // two calls that wait for each other would wait for ever
        if (other.isJoining) return NOT_FOUND;
        const given = await inTurn(other, () => give(other.call, channel, to, now()));
        if (given?.type === 'parkThere') one.slot = given.slot;
        return given ?? NOT_FOUND;
      }
    }
    return NOT_FOUND;
  }

  /** The first call that rings at one of these extensions. */
  async function pickUp(one: One, facts: CallFacts, { of, by }: Extract<Command, { type: 'pickUp' }>): Promise<Event> {
    for (const other of othersOf(one, facts).filter(({ call }) => call.scene.kind === 'dialling')) {
      const given = await inTurn(other, () => take(other.call, of, { partner: facts.id, by }, now()));
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
    return (await inTurn(other, () => fetch(other.call, slot, { partner: facts.id, by }, now()))) ?? NOT_FOUND;
  }

  /** A slot is taken from here on, before its call says so. */
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

/** The slot that a call has, or is about to have. */
function slotOf({ call, slot }: Joinable): string | null {
  const { kind } = call.scene;
  const isAboutTo = kind === 'parking' || kind === 'atDesk' || kind === 'joining';
  return admittedOf(call)?.parked?.slot ?? (isAboutTo ? slot : null);
}

/** The call goes back to who would have transferred it, or ends. */
const NOT_FOUND: Event = { type: 'decided', decision: { kind: 'refuse', reason: 'unreachable', record: null } };

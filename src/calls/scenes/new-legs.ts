import type { Admitted, Call } from '../model/call.ts';
import type { Command } from '../model/command.ts';
import { type Attempt, type Exits, partyOf } from '../model/decision.ts';
import { noteFor } from '../model/leg-note.ts';
import type { Leg, OneTarget } from '../model/legs.ts';

/** Creates the legs of an attempt. Each is dialled once its channel is ready. */
export function createLegs(
  call: Call,
  admitted: Admitted,
  { exits, attempt: { targets, callerId, ringSeconds }, at }: { exits: Exits | null; attempt: Attempt; at: string },
) {
  const { legsMade } = admitted;
  const made = targets.map((target, index) =>
    createLeg(call, admitted, { exits, attempt: { target, callerId }, before: legsMade + index, at }),
  );
  const legs = {
    legs: made.map(({ leg }) => leg),
    legsMade: legsMade + made.length,
    ringSeconds,
    earlyMediaBridged: targets.some((target) => target.kind === 'trunk' && target.earlyMedia),
  };
  return { legs, create: made.map(({ create }) => create) };
}

/** `before`: how many legs the call has had. */
export function createLeg(
  { caller }: Call,
  admitted: Admitted,
  { exits, attempt, before, at }: { exits: Exits | null; attempt: OneTarget; before: number; at: string },
): { leg: Leg; create: Command } {
  const { target, callerId } = attempt;
  // the channel is named after its call, so that its call is known after a restart
  const channel = `${admitted.facts.id}.${before + 1}`;
  const confirm = target.kind === 'trunk' && target.confirm === true;
  const secure = target.kind === 'contact' && target.encrypted;
  const billed = target.kind === 'trunk' && target.billed !== undefined ? { billed: target.billed } : {};
  const made = { state: 'made', since: at, redirectedTo: null } as const;
  const destination = target.kind === 'trunk' && target.destination ? { destination: target.destination } : {};
  const further = furtherOf(attempt);
  const leg: Leg = { ...made, channel, party: partyOf(target), confirm, secure, ...destination, ...billed, ...further };
  const shown = (target.kind === 'trunk' ? target.callerId : undefined) ?? callerId;
  const note = noteFor(caller, admitted, leg.party, { exits, confirm, ...billed });
  return { leg, create: { type: 'createLeg', leg: channel, target, callerId: shown, note } };
}

function furtherOf({ target, callerId }: OneTarget): Pick<Leg, 'retry' | 'again'> {
  if (target.kind === 'contact') return { again: { target, callerId } };
  if (target.kind !== 'trunk') return {};
  const [trunkId, ...otherTrunkIds] = target.otherTrunkIds ?? [];
  return trunkId === undefined ? {} : { retry: { target: { ...target, trunkId, otherTrunkIds }, callerId } };
}

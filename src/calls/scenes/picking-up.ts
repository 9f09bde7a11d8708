import { type Admitted, type Call, carried, isUp, type Scene } from '../model/call.ts';
import type { Command } from '../model/command.ts';
import type { PickUp, Retrieve } from '../model/decision.ts';
import type { Event } from '../model/event.ts';
import { returnLines } from '../model/held-lines.ts';
import { pathAfterRing } from '../model/in-flow.ts';
import type { Party } from '../model/legs.ts';
import { isProtected } from '../rules.ts';
import * as announcing from './announcing.ts';
import * as joined from './joined.ts';
import { act, stay, type Step } from './step.ts';
import { stopLegs } from './stop-legs.ts';

/** A phone picks up a call that rings at another phone. */
export const enter = (call: Call, admitted: Admitted, { of }: PickUp): Step =>
  act(call, { kind: 'pickingUp', ...admitted }, { type: 'pickUp', of, by: admitted.party });

/** A phone retrieves a parked call. */
export const retrieve = (call: Call, admitted: Admitted, { slot }: Retrieve): Step =>
  act(call, { kind: 'pickingUp', ...admitted }, { type: 'retrieve', slot, by: admitted.party });

export function on(call: Call, scene: Scene<'pickingUp'>, event: Event, at: string): Step {
  const { caller } = call;
  switch (event.type) {
    case 'joined': {
      const { bridge, to } = event;
      const answered = { since: { kind: 'seen', at }, by: { extensionId: null, number: to } } as const;
      return joined.enter(
        call,
        { ...carried(scene), answered },
        {
          partner: event.with,
          bridge,
          commands: [
            { type: 'answer', channel: caller },
            { type: 'join', bridge, channels: [caller] },
            { type: 'saveAnswer', facts: scene.facts, at, answeredBy: null },
          ],
        },
      );
    }
    case 'decided':
      return event.decision.kind === 'refuse'
        ? announcing.enter(call, event.decision.reason, at, carried(scene))
        : stay(call);
    default:
      return stay(call);
  }
}

/** Takes a ringing call over to the party of the call `partner`. Null if it rings at none of these extensions. */
export function takeRinging(
  call: Call,
  of: string[] | null,
  { partner, by }: { partner: string; by: Party },
  at: string,
): joined.HandOver | null {
  const { caller, scene } = call;
  // only the phone that called for help may answer a dispatcher's callback
  if (scene.kind !== 'dialling' || isProtected(scene.facts)) return null;
  const { legs, answered, earlyMediaBridged } = scene;
  const leg = legs.find(({ party: { extensionId: id } }) => id !== null && (of === null || of.includes(id)));
  if (!leg) return null;
  const { facts, path: rung, commands: stop } = stopLegs(scene, 'answered_elsewhere', at);
  const path = [...rung, { event: 'picked_up' as const, at, ...by }];
  const admitted: Admitted = {
    ...carried(scene),
    facts,
    path: pathAfterRing({ ...scene, path }, 'answered', at),
    answered: answered ?? { since: { kind: 'seen', at }, by },
    returnTo: null,
    parked: null,
    flow: null,
  };
  const join: Command[] = earlyMediaBridged ? [] : [{ type: 'join', bridge: facts.id, channels: [caller] }];
  const save: Command[] = answered ? [] : [{ type: 'saveAnswer', facts, at, answeredBy: by.extensionId }];
  const answer: Command = { type: isUp(scene) ? 'stopRinging' : 'answer', channel: caller };
  const step = joined.enter(call, admitted, {
    partner,
    bridge: facts.id,
    commands: [answer, ...stop, ...join, ...save, ...returnLines(scene, by, facts)],
  });
  return { step, event: { type: 'joined', with: facts.id, to: leg.party.number, bridge: facts.id } };
}

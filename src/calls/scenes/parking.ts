import { type Admitted, type Call, carried, type Scene } from '../model/call.ts';
import type { Park } from '../model/decision.ts';
import type { Event } from '../model/event.ts';
import { CAUSE, FIRST_WORD_MS } from '../rules.ts';
import * as announcing from './announcing.ts';
import * as ended from './ended.ts';
import * as rerouting from './rerouting.ts';
import { act, stay, type Step } from './step.ts';
import * as waiting from './waiting.ts';

/** How often a phone hears the slot. That is enough time to transfer a call there. */
const TURNS = 4;

/** Parks a call: it was transferred to the parking code, or a phone dialled the code to get a slot. */
export const enter = (call: Call, admitted: Admitted, { by, slot, taken }: Park): Step =>
  act(call, { kind: 'parking', ...admitted, by }, { type: 'findSlot', wanted: slot, not: taken });

export function on(call: Call, scene: Scene<'parking'>, event: Event, at: string): Step {
  if (event.type !== 'slotFound') return stay(call);
  const { slot } = event;
  const { by, answered } = scene;
  if (slot === null) {
    const back = rerouting.backToTransferor(carried(scene));
    if (!back) return announcing.enter(call, 'not_in_service', at, carried(scene));
    return rerouting.send(
      call,
      { kind: 'rerouting', ...back.scene, ringbackSent: true },
      { nextHop: back.nextHop, commands: [], at },
    );
  }
  if (answered) return waiting.enter(call, carried(scene), { slot, by, recalls: 0 }, at);
  const { caller } = call;
  const since = { since: { kind: 'seen', at }, by: { extensionId: null, number: slot } } as const;
  return act(
    call,
    { kind: 'announcingSlot', ...carried(scene), answered: since, slot, by, turn: 0 },
    { type: 'answer', channel: caller },
    { type: 'saveAnswer', facts: scene.facts, at, answeredBy: null },
    { type: 'wait', milliseconds: FIRST_WORD_MS, next: { type: 'played', id: playId(caller, 0) } },
  );
}

const playId = (channel: string, turn: number): string => `slot-${turn}-${channel}`;

/** Plays the slot a few times. The phone completes the transfer in the meantime (`joined.handOver`), or hangs up. */
export function onAnnouncing(call: Call, scene: Scene<'announcingSlot'>, event: Event, at: string): Step {
  const { turn, slot } = scene;
  const { caller: channel } = call;
  if (event.type !== 'played' || event.id !== playId(channel, turn)) return stay(call);
  if (turn === TURNS) return ended.enter(call, { cause: CAUSE.normal, by: 'system' }, at);
  const sounds = [...slot].map((digit) => `digits/${digit}`);
  const next = { ...scene, turn: turn + 1 };
  return act(call, next, { type: 'play', channel, id: playId(channel, turn + 1), sounds: [...sounds, 'silence/2'] });
}

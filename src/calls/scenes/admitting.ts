import type { Call, Scene } from '../call.ts';
import type { Arrival } from '../decision.ts';
import type { Event } from '../event.ts';
import * as announcing from './announcing.ts';
import * as dialling from './dialling.ts';
import { act, stay, type Step } from './step.ts';

/** A call begins: its caller has come in. */
export const enter = (arrival: Arrival): Step => {
  const scene = { kind: 'admitting', codecs: arrival.codecs } as const;
  return act({ caller: arrival.channel, scene }, scene, { type: 'admit', arrival });
};

export function on(call: Call, { codecs }: Scene<'admitting'>, event: Event, at: string): Step {
  if (event.type !== 'decided') return stay(call);
  const { decision } = event;
  return decision.kind === 'connect'
    ? dialling.enter(call, codecs, decision)
    : announcing.enter(call, decision.reason, at);
}

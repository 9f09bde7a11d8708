import type { ServiceCallNotice } from '../../service-calls/contract.ts';
import type { Call } from '../model/call.ts';
import type { Event } from '../model/event.ts';
import * as originating from './originating.ts';
import { act, stay, type Step } from './step.ts';

/** A placeholder for the caller's channel until there is one. Legs are counted from 1. */
export const channelOf = ({ id }: ServiceCallNotice): string => `${id}.0`;

/** Somebody has asked for a service call to a phone. */
export function enter(order: ServiceCallNotice): Step {
  const scene = { kind: 'requested' } as const;
  return act({ caller: channelOf(order), scene }, scene, { type: 'takeServiceCall', order });
}

export function on(call: Call, _: object, event: Event, at: string): Step {
  if (event.type !== 'serviceCallTaken') return stay(call);
  return event.taken === null ? act(call, { kind: 'ended' }) : originating.enter(call, event.taken, at);
}

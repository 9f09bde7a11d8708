import type { Call, Scene } from '../model/call.ts';
import type { Command } from '../model/command.ts';
import type { Arrival } from '../model/decision.ts';
import type { Event } from '../model/event.ts';
import { isProtected } from '../rules.ts';
import * as decided from './decided.ts';
import { act, stay, type Step } from './step.ts';

/** A new call arrives. */
export const enter = (arrival: Arrival): Step => {
  const { id, codecs, legsMade } = arrival;
  const scene = { kind: 'admitting', id, codecs, legsMade } as const;
  return act({ caller: arrival.channel, scene }, scene, { type: 'admit', arrival });
};

export function on(call: Call, { codecs, legsMade }: Scene<'admitting'>, event: Event, at: string): Step {
  if (event.type !== 'decided') return stay(call);
  const { decision } = event;
  const next = decided.enter(call, decision, { codecs, legsMade, at, before: null });
  if (decision.kind === 'refuse') return next;
  const { facts } = decision;
  const open: Command = { type: 'openBridge', bridge: facts.id };
  // a phone's channel already has the account code from its endpoint row
  const account: Command[] =
    facts.direction === 'inbound' ? [{ type: 'setAccountCode', channel: call.caller, tenantId: facts.tenantId }] : [];
  // a protected call must not be transferred
  const bound: Command[] =
    isProtected(facts) && facts.direction === 'outbound' ? [{ type: 'forbidTransfers', channel: call.caller }] : [];
  const [first = [], ...rest] = next.commands;
  return { call: next.call, commands: [[open, ...first, ...account, ...bound], ...rest] };
}

import type { Admitted, Call, Scene } from '../call.ts';
import type { Command } from '../command.ts';
import type { Arrival, Connect } from '../decision.ts';
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
    ? connect(call, codecs, decision, at)
    : announcing.enter(call, decision.reason, at, null);
}

function connect(call: Call, codecs: string[], decision: Connect, at: string): Step {
  const { facts, attempts, origin = attempts[0].callerId, path = [], encryptedCaller = false } = decision;
  const admitted: Admitted = { facts, origin, codecs, encryptedCaller, path, legsMade: 0 };
  const open: Command = { type: 'openBridge', bridge: facts.id };
  // a phone's channel has its tenant's account from its row
  const account: Command[] =
    facts.direction === 'inbound' ? [{ type: 'setAccountCode', channel: call.caller, tenantId: facts.tenantId }] : [];
  const dialled = dialling.enter(call, admitted, decision, at);
  const [first = [], ...rest] = dialled.commands;
  return { call: dialled.call, commands: [[open, ...first, ...account], ...rest] };
}

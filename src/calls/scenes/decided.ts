import type { Admitted, Call } from '../model/call.ts';
import type { Command } from '../model/command.ts';
import type { Decision } from '../model/decision.ts';
import * as announcing from './announcing.ts';
import { clearNote } from './clear-note.ts';
import * as dialling from './dialling.ts';
import * as inFlow from './in-flow/in-flow.ts';
import * as listening from './listening/listening.ts';
import * as parking from './parking.ts';
import * as pickingUp from './picking-up.ts';
import * as setting from './setting.ts';
import { after, type Step } from './step.ts';
import { stopRingback } from './stop-legs.ts';
import * as takingMessage from './taking-message.ts';

/** The call as it was before the decision, if it was already admitted and is being rerouted. */
export type Before = { admitted: Admitted; ringbackSent: boolean };

/** What a new call keeps of its arrival. */
type Arrived = Pick<Admitted, 'codecs' | 'legsMade'>;

/** Enters the scene that a decision leads to. Each kind of decision has one line here. */
export function enter(
  call: Call,
  decision: Decision,
  { at, before, ...arrived }: Arrived & { at: string; before: Before | null },
): Step {
  switch (decision.kind) {
    case 'refuse':
      return announcing.enter(call, decision.reason, at, before && withPath(before.admitted, decision.path));
    case 'connect':
      return dialling.enter(call, admittedBy(decision, arrived, before), decision, {
        at,
        ringbackSent: before?.ringbackSent ?? false,
      });
    case 'pickup':
      return pickingUp.enter(call, admittedBy(decision, arrived, before), decision);
    case 'park':
      return parking.enter(call, admittedBy(decision, arrived, before), decision);
    case 'retrieve':
      return pickingUp.retrieve(call, admittedBy(decision, arrived, before), decision);
    case 'mailbox':
      return after(
        endWait(call, before),
        takingMessage.enter(call, machineTakes(decision, arrived, before), decision, at),
      );
    case 'voicemail':
      return after(forget(call, before), listening.enter(call, admittedBy(decision, arrived, before), decision, at));
    case 'flow':
      return after(endWait(call, before), inFlow.enter(call, machineTakes(decision, arrived, before), decision, at));
    case 'setting':
      return after(forget(call, before), setting.enter(call, admittedBy(decision, arrived, before), decision, at));
  }
}

const withPath = (admitted: Admitted, path = admitted.path): Admitted => ({ ...admitted, path });

const endWait = (call: Call, before: Before | null): Command[] =>
  before ? [...stopRingback(call, before.admitted, before.ringbackSent), clearNote(call)] : [];

/** A new call has no note yet. */
const forget = (call: Call, before: Before | null): Command[] => (before ? [clearNote(call)] : []);

/** A mailbox or a flow keeps the call. It does not go back to the phone that transferred or parked it. */
const machineTakes = (...of: Parameters<typeof admittedBy>): Admitted => ({
  ...admittedBy(...of),
  returnTo: null,
  parked: null,
});

/** A rerouted call keeps everything except its facts and path. */
function admittedBy(
  decision: Exclude<Decision, { kind: 'refuse' }>,
  { codecs, legsMade }: Arrived,
  before: Before | null,
): Admitted {
  const { facts, origin, path, encryptedCaller = false } = decision;
  if (before) return { ...withPath(before.admitted, path), facts, flow: flowAfter(decision, before.admitted) };
  const { extensionId } = facts;
  const isFromPhone = facts.direction !== 'inbound';
  return {
    facts,
    party: { extensionId: isFromPhone ? extensionId : null, number: isFromPhone ? origin.number : facts.from },
    origin,
    codecs,
    encryptedCaller,
    path: path ?? [],
    legsMade,
    answered: null,
    returnTo: null,
    parked: null,
    flow: null,
    flowAnswer: null,
  };
}

/**
 * If a flow is ringing somebody, it gets the call back when nobody answers. In all other cases the call leaves the
 * flow.
 */
const flowAfter = ({ kind }: Decision, { flow }: Admitted): Admitted['flow'] =>
  kind === 'connect' && flow?.sentFor?.kind === 'ring' ? flow : null;

import type { Admitted, Call } from '../model/call.ts';
import type { Decision } from '../model/decision.ts';
import * as announcing from './announcing.ts';
import * as dialling from './dialling.ts';
import * as inFlow from './in-flow.ts';
import * as listening from './listening.ts';
import * as parking from './parking.ts';
import * as pickingUp from './picking-up.ts';
import * as setting from './setting.ts';
import type { Step } from './step.ts';
import * as takingMessage from './taking-message.ts';

/** What a call was before its decision, if it was admitted already: a call that goes on its way. */
export type Before = { admitted: Admitted; ringbackSent: boolean };

/** Enters the scene that a decision leads to. A new kind of decision is a line here. */
export function enter(call: Call, codecs: string[], decision: Decision, at: string, before: Before | null): Step {
  switch (decision.kind) {
    case 'refuse':
      return announcing.enter(call, decision.reason, at, before && withPath(before.admitted, decision.path));
    case 'connect':
      return dialling.enter(call, admittedBy(decision, codecs, before), decision, at, before?.ringbackSent ?? false);
    case 'pickup':
      return pickingUp.enter(call, admittedBy(decision, codecs, before), decision);
    case 'park':
      return parking.enter(call, admittedBy(decision, codecs, before), decision);
    case 'retrieve':
      return pickingUp.retrieve(call, admittedBy(decision, codecs, before), decision);
    case 'mailbox':
      return takingMessage.enter(call, admittedBy(decision, codecs, before), decision, at);
    case 'voicemail':
      return listening.enter(call, admittedBy(decision, codecs, before), decision, at);
    case 'flow':
      return inFlow.enter(call, admittedBy(decision, codecs, before), decision, at);
    case 'setting':
      return setting.enter(call, admittedBy(decision, codecs, before), decision, at);
  }
}

const withPath = (admitted: Admitted, path = admitted.path): Admitted => ({ ...admitted, path });

/** A call that goes on keeps what it is, but for its facts and its path. */
function admittedBy(
  decision: Exclude<Decision, { kind: 'refuse' }>,
  codecs: string[],
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
    legsMade: 0,
    answered: null,
    returnTo: null,
    parked: null,
    flow: null,
    flowAnswer: null,
  };
}

/** The flow that has a call ring gets it back when nobody answers; everything else is out of the flow. */
const flowAfter = ({ kind }: Decision, { flow }: Admitted): Admitted['flow'] =>
  kind === 'connect' && flow?.sentFor?.kind === 'ring' ? flow : null;

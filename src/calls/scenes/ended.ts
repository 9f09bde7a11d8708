import { type Call, factsOf, legsOf } from '../call.ts';
import type { Command } from '../command.ts';
import { CAUSE } from '../rules.ts';
import { act, stay, type Step } from './step.ts';

/** Hangs up everybody but `gone`, whose channel is not there any more, and writes the call down. */
export function enter(call: Call, cause: number, at: string, gone?: string): Step {
  const { caller, scene } = call;
  const facts = factsOf(call);
  const tearDown: Command = {
    type: 'tearDown',
    channels: [caller, ...legsOf(call)].filter((channel) => channel !== gone),
    bridge: facts?.id ?? null,
    cause,
    declined: scene.kind === 'dialling' && scene.declined && cause === CAUSE.rejected,
  };
  const end: Command[] = facts ? [{ type: 'saveEnd', facts, answeredAt: answeredAt(call), at, cause }] : [];
  return act(call, { kind: 'ended' }, tearDown, ...end);
}

const answeredAt = ({ scene }: Call): string | null =>
  scene.kind === 'talking' && scene.answer.kind === 'seen' ? scene.answer.at : null;

/** Events of Asterisk cross our commands: what comes after the end means nothing. */
export const on = stay;

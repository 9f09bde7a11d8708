import type { Destination } from '../../destinations/contract.ts';
import { type CallPath, type ForwardReason, sincePerson } from '../model/call-path.ts';
import type { CallerId, Decision, Exit, Exits, Journey, Onward } from '../model/decision.ts';
import { refuse, targetsOf } from './attempts.ts';
import type { Callee, CalleeRules } from './facts.ts';

/**
 * Rings an extension by its rules. Do not disturb and unconditional forwards come first, then its phones ring. The
 * exits say where the call goes if nobody answers. An extension that has already forwarded this call doesn't get it
 * again, so that two extensions forwarding to each other don't loop. Neither does the one that the call comes from.
 */
export function toExtension(callee: Callee, journey: Journey): Decision | Onward {
  const { facts, party, path, origin } = journey;
  const { rules = null } = callee;
  if (callee.id === party.extensionId || hasSentOn(path, callee.id)) return refused('unreachable', journey);
  if (rules?.doNotDisturb) return leave('busy', callee, { rules, journey, because: 'do_not_disturb' });
  if (rules?.always) return onward(rules.always, callee, { rules, journey, because: 'always' });
  const targets = targetsOf(callee, callee.encryptedOnly);
  if (targets.length === 0) return leave('unreachable', callee, { rules, journey, because: 'unreachable' });
  if (rules && !rules.callWaiting && rules.inCall) return leave('busy', callee, { rules, journey, because: 'busy' });
  const exits = rules && exitsOf(callee, rules);
  const ringSeconds = (rules?.noAnswer ? rules.noAnswerSeconds : null) ?? callee.ringSeconds;
  return {
    kind: 'connect',
    facts,
    party,
    path,
    origin,
    attempts: [{ targets, callerId: forwardedCallerId(origin, path), ringSeconds }],
    ...(exits && { exits }),
    ...(journey.encryptedCaller && { encryptedCaller: true }),
  };
}

/** The caller ID of a forwarded call: the caller's, with the name of what was called first. */
export function forwardedCallerId(origin: CallerId, path: CallPath): CallerId {
  const first = path.find((step) => step.event === 'forwarded' || step.event === 'group');
  if (!first) return origin;
  const called = first.event === 'group' ? first.name : first.number;
  return { ...origin, name: `${origin.name || (origin.restricted ? 'Anonymous' : origin.number)} for ${called}` };
}

export const hasSentOn = (path: CallPath, extensionId: string): boolean =>
  sincePerson(path).some((step) => step.event === 'forwarded' && step.extensionId === extensionId);

/** The call moves on before any phone rings. */
function leave(
  exit: Exit,
  callee: Callee,
  { rules, journey, because }: { rules: CalleeRules | null; journey: Journey; because: ForwardReason },
): Decision | Onward {
  const to = rules && destinationOf(exit, rules);
  return to
    ? onward(to, callee, { rules, journey, because })
    : refused(exit === 'busy' ? 'busy' : 'unreachable', journey);
}

const refused = (reason: 'busy' | 'unreachable', { facts, path }: Journey): Decision => ({
  ...refuse(reason, facts),
  path,
});

const onward = (
  to: Destination,
  { id, number }: Callee,
  { rules: { confirm }, journey, because }: { rules: CalleeRules; journey: Journey; because: ForwardReason },
): Onward => ({
  kind: 'onward',
  nextHop: { to, forwarded: { by: { extensionId: id, number }, because }, confirm },
  journey,
});

/** Its mailbox takes the calls that no forward takes. */
const destinationOf = (exit: Exit, rules: CalleeRules): Destination | null =>
  rules[exit] ?? (rules.mailboxId === null ? null : { kind: 'mailbox', id: rules.mailboxId });

/** Where a call to its phones goes if nobody answers. Null if nowhere. */
export function exitsOf({ id, number }: Callee, rules: CalleeRules): Exits | null {
  const to: Exits['to'] = {};
  for (const exit of ['busy', 'noAnswer', 'unreachable'] as const) {
    const destination = destinationOf(exit, rules);
    if (destination) to[exit] = destination;
  }
  return Object.keys(to).length === 0 ? null : { by: { extensionId: id, number }, to, confirm: rules.confirm };
}

/**
 * An extension without its forwards for unanswered calls and its mailbox: a flow node's exits handle these calls, and a
 * parked call waits again. An unconditional forward still applies, because the person is reachable there.
 */
export const withoutExits = (callee: Callee): Callee => ({
  ...callee,
  rules: callee.rules
    ? { ...callee.rules, busy: null, noAnswer: null, unreachable: null, noAnswerSeconds: null, mailboxId: null }
    : null,
});

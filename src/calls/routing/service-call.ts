import type { CallFacts } from '../model/call-facts.ts';
import type { Attempt, CallerId } from '../model/decision.ts';
import type { Callee } from './facts.ts';
import { toExtension } from './to-extension.ts';

/**
 * Rings the phones of an extension and nothing else. Forwards and voicemail are ignored: they would send this call to a
 * mailbox or to an outside number. Do not disturb still applies.
 */
export function ringOnly(
  callee: Callee,
  { facts, origin }: { facts: CallFacts; origin: CallerId },
): { attempt: Attempt } | { outcome: 'busy' | 'unreachable' } {
  const rules = callee.rules && {
    ...callee.rules,
    always: null,
    busy: null,
    noAnswer: null,
    unreachable: null,
    noAnswerSeconds: null,
    mailboxId: null,
  };
  // Its phone is the callee. Nobody calls.
  const party = { extensionId: null, number: origin.number };
  const journey = { facts, party, origin, path: [], at: facts.admittedAt, encryptedCaller: false };
  const next = toExtension({ ...callee, rules: rules ?? null }, journey);
  if (next.kind === 'connect') return { attempt: next.attempts[0] };
  return { outcome: next.kind === 'refuse' && next.reason === 'busy' ? 'busy' : 'unreachable' };
}

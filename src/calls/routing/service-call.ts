import type { CallFacts } from '../model/call-facts.ts';
import type { Attempt, CallerId } from '../model/decision.ts';
import type { Callee } from './facts.ts';
import { toExtension } from './to-extension.ts';

/**
 * Rings the phones of an extension and nothing else: what it wants done with calls that it does not take is for calls of others, and would send this
 * one to a mailbox or out of the house. It is still not disturbed.
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
  const journey = { facts, origin, path: [], at: facts.admittedAt, encryptedCaller: false };
  const next = toExtension({ ...callee, rules: rules ?? null }, journey);
  if (next.kind === 'connect') return { attempt: next.attempts[0] };
  return { outcome: next.kind === 'refuse' && next.reason === 'busy' ? 'busy' : 'unreachable' };
}

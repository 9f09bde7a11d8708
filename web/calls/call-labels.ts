import type { CallReason, Direction, Outcome } from '../../src/calls/contract.ts';
import type { CallRecord } from '../../src/calls/history-contract.ts';
import { displayNumber } from '../../src/platform/values/phone.ts';
import type { Tone } from '../ui/Badge.tsx';

export const DIRECTION_LABELS: Record<Direction, string> = { internal: 'Internal', outbound: 'Out', inbound: 'In' };

export const OUTCOME_LABELS: Record<Outcome, { text: string; tone: Tone }> = {
  answered: { text: 'Answered', tone: 'green' },
  missed: { text: 'Missed', tone: 'amber' },
  voicemail: { text: 'Voicemail', tone: 'blue' },
  no_answer: { text: 'No answer', tone: 'grey' },
  busy: { text: 'Busy', tone: 'amber' },
  unreachable: { text: 'Unreachable', tone: 'amber' },
  refused: { text: 'Refused', tone: 'red' },
};

const REASON_LABELS: Record<CallReason, string> = {
  suspended: 'Service suspended',
  not_permitted: 'Not permitted',
  too_many_calls: 'Too many calls at once',
  unknown_number: 'No such number',
  not_in_service: 'Not in service',
  no_caller_id: 'No number to call out with',
  not_encrypted: 'The phone didn’t encrypt the call',
  no_carrier: 'No trunk was available',
  unavailable: 'Calls weren’t possible at the time',
  busy: 'The extension was in use',
  unreachable: 'No phone was connected',
  nobody_available: 'Nobody in the group was available',
  declined: 'Declined',
  failed: 'The connection failed',
};

/** Why a call ended as it did, where the outcome alone does not say it. */
export const reasonLabel = ({ reason }: Pick<CallRecord, 'reason'>): string | null =>
  reason === null ? null : REASON_LABELS[reason];

/** An extension is shown as dialled, an outside number as people read it. */
export const partyLabel = (number: string): string =>
  number.startsWith('+') ? displayNumber(number) : number || 'Unknown';

/** Who called: a phone of the tenant by its extension, with the number that it showed; an outside caller by its number. */
export function callerLabels({ direction, from, extension }: Pick<CallRecord, 'direction' | 'from' | 'extension'>) {
  if (direction === 'inbound' || !extension) return { caller: partyLabel(from), shown: null };
  const shown = from === extension.number ? null : partyLabel(from);
  return { caller: `${extension.number} ${extension.name}`, shown };
}

/** Whom a call was for: an outside caller's goes to a number of the tenant, and from there to an extension. */
export function calleeLabels({ direction, to, extension }: Pick<CallRecord, 'direction' | 'to' | 'extension'>) {
  const reached = direction === 'inbound' && extension ? `${extension.number} ${extension.name}` : null;
  return { callee: partyLabel(to), reached };
}

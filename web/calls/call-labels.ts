import type { CallReason, Direction, Outcome } from '../../src/calls/contract.ts';
import type { CallRecord } from '../../src/calls/history/contract.ts';
import { partyLabel } from '../kit/words/party-label.ts';
import type { Tone } from '../ui/Badge.tsx';

export const DIRECTION_LABELS: Record<Direction, string> = { internal: 'Internal', outbound: 'Out', inbound: 'In' };

export const OUTCOME_LABELS: Record<Outcome, { text: string; tone: Tone }> = {
  answered: { text: 'Answered', tone: 'green' },
  missed: { text: 'Missed', tone: 'red' },
  voicemail: { text: 'Voicemail', tone: 'blue' },
  ended_in_flow: { text: 'Ended in the flow', tone: 'blue' },
  no_answer: { text: 'No answer', tone: 'grey' },
  busy: { text: 'Busy', tone: 'amber' },
  unreachable: { text: 'Unreachable', tone: 'amber' },
  refused: { text: 'Refused', tone: 'amber' },
};

const REASON_LABELS: Record<CallReason, string> = {
  suspended: 'Service suspended',
  not_permitted: 'Not permitted',
  sandbox_emergency: 'Sandbox: no emergency call',
  too_many_calls: 'Too many calls at once',
  no_rate: 'No rate for this number',
  spend_cap: 'Spend limit reached',
  minutes_cap: 'Minutes limit reached',
  fraud_rule: 'Blocked by a fraud rule',
  unknown_number: 'No such number',
  not_in_service: 'Not in service',
  no_caller_id: 'No number for outbound calls',
  not_encrypted: 'The phone didn’t encrypt the call',
  no_carrier: 'No trunk was available',
  unavailable: 'Calls weren’t possible at the time',
  overloaded: 'The phone system was too busy',
  busy: 'The extension was in use',
  unreachable: 'No phone was connected',
  nobody_available: 'Nobody in the group was available',
  declined: 'Declined',
  failed: 'The connection failed',
};

/** Why a call ended as it did, if the outcome alone doesn't say it. */
export const reasonLabel = ({ reason }: Pick<CallRecord, 'reason'>): string | null =>
  reason === null ? null : REASON_LABELS[reason];

/** A party of a call: an extension by number and name, an outside number by its contact. `number` only if it adds something. */
type PartyLabel = { name: string; number: string | null };

type Extension = CallRecord['extension'];
export const extensionLabel = ({ number, name }: NonNullable<Extension>): string =>
  name ? `${number} ${name}` : number;

const outside = (number: string, contact: string | null): PartyLabel =>
  contact === null ? { name: partyLabel(number), number: null } : { name: contact, number: partyLabel(number) };

type Parties = Pick<
  CallRecord,
  'direction' | 'from' | 'to' | 'extension' | 'calledExtension' | 'answeredBy' | 'contactName'
>;

/** The caller: a phone of the tenant by its extension, with its caller ID; an outside caller by contact or number. */
export function callerLabel({ direction, from, extension, contactName }: Parties): PartyLabel {
  if (direction === 'inbound') return outside(from, contactName);
  if (!extension) return { name: partyLabel(from), number: null };
  return { name: extensionLabel(extension), number: from === extension.number ? null : partyLabel(from) };
}

/** The callee. An outside caller calls a number of the tenant, which leads to an extension. */
export function calleeLabel({ direction, to, extension, calledExtension, contactName }: Parties): PartyLabel {
  if (direction === 'outbound') return outside(to, contactName);
  if (direction === 'internal')
    return { name: calledExtension ? extensionLabel(calledExtension) : partyLabel(to), number: null };
  return extension
    ? { name: extensionLabel(extension), number: partyLabel(to) }
    : { name: partyLabel(to), number: null };
}

/** The extension that answered, if it isn't the one that was called. */
export function answeredElsewhere({ extension, calledExtension, answeredBy, direction }: Parties): string | null {
  const called = direction === 'inbound' ? extension : calledExtension;
  return answeredBy && answeredBy.id !== called?.id ? extensionLabel(answeredBy) : null;
}

import type { EndedBy, ForwardReason, RingResult } from '../../src/calls/contract.ts';
import type { CallDetail } from '../../src/calls/history/contract.ts';
import { FRAUD_RULE_NAMES } from '../kit/inputs/limits/fraud-form.ts';
import { partyLabel } from '../kit/words/party-label.ts';
import { durationText } from '../ui/clock-length.ts';
import { callerLabel, calleeLabel, reasonLabel } from './call-labels.ts';

/** An event of a call, as a sentence. */
export type TimelineEntry = { at: string; text: string };

type Step = CallDetail['path'][number];
type Party = { number: string; name: string | null };

const nameOf = ({ number, name }: Party): string => name ?? partyLabel(number);

const secondsOf = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000;

const RANG: Record<RingResult, (who: string, rang: string) => string> = {
  answered: (who, rang) => `${who} answered after ${rang}`,
  no_answer: (who, rang) => `${who} rang for ${rang}, nobody answered`,
  busy: (who) => `${who} was busy`,
  declined: (who, rang) => `${who} declined after ${rang}`,
  unreachable: (who) => `${who} couldn’t be reached`,
  redirected: (who) => `The phone of ${who} sent the call on`,
  answered_elsewhere: (who, rang) => `${who} rang for ${rang}, somebody else answered`,
  cancelled: (who, rang) => `${who} rang for ${rang}`,
};

const FORWARDED: Record<ForwardReason, string> = {
  always: 'all calls are forwarded',
  do_not_disturb: 'do not disturb was on',
  busy: 'busy',
  no_answer: 'nobody answered',
  unreachable: 'no phone was connected',
  phone: 'set on the phone itself',
};

/** Describes a step of the call's path. A mailbox is named by its number. */
function sentenceOf(step: Step): string {
  switch (step.event) {
    case 'rang':
      return RANG[step.result](nameOf(step), durationText(secondsOf(step.at, step.until)));
    case 'forwarded':
      return `${nameOf(step)} forwarded the call to ${partyLabel(step.to)} (${FORWARDED[step.because]})`;
    case 'group':
      return `The call went to the group ${step.name} (${step.number})`;
    case 'mailbox':
      return `Mailbox ${step.number} took the call`;
    case 'transferred':
      return `${nameOf(step)} transferred the call to ${partyLabel(step.to)}${step.attended ? ' after talking to them first' : ''}`;
    case 'parked':
      return `The call was parked at ${step.slot}`;
    case 'retrieved':
      return `${nameOf(step)} fetched the parked call`;
    case 'picked_up':
      return `${nameOf(step)} picked up the call`;
    case 'no_rate':
      return `${partyLabel(step.number)} wasn’t called: the rate table ${step.table} has no rate for it`;
    case 'blocked':
      return `${partyLabel(step.number)} wasn’t called: the rule “${FRAUD_RULE_NAMES[step.rule]}” blocks such calls`;
    case 'flow':
      return `The call was at “${step.node}” of the call flow ${step.name}`;
  }
}

/** Ringing is listed at its end. */
const timeOf = (step: Step): string => (step.event === 'rang' ? step.until : step.at);

const ENDED_BY: Record<EndedBy, string> = {
  caller: 'the caller',
  callee: 'the other side',
  system: 'the phone system',
};

function endOf(call: CallDetail): string {
  const reason = reasonLabel(call);
  if (call.outcome === 'refused') return reason ? `The call was refused: ${reason}` : 'The call was refused';
  const by = call.endedBy === null ? '' : ` by ${ENDED_BY[call.endedBy]}`;
  if (call.answeredAt !== null) return `The call was ended${by} after ${durationText(call.talkSeconds)}`;
  if (call.endedAtNode !== null) return `The call ended${by} at “${call.endedAtNode}”`;
  if (call.endedBy === 'caller') return 'The caller hung up';
  return reason ? `The call ended: ${reason}` : `The call ended`;
}

const inOrder = (entries: TimelineEntry[]): TimelineEntry[] =>
  entries.toSorted((one, other) => one.at.localeCompare(other.at));

/** The events of a call as sentences, in order. */
export function timelineOf(call: CallDetail): TimelineEntry[] {
  const way = call.path.map((step) => ({ at: timeOf(step), text: sentenceOf(step) }));
  const begun = { at: call.startedAt, text: `${callerLabel(call).name} called ${calleeLabel(call).name}` };
  // old calls have no recorded path
  const answer =
    call.answeredAt !== null && way.length === 0 ? [{ at: call.answeredAt, text: 'The call was answered' }] : [];
  const flow =
    call.flowAnsweredAt === null ? [] : [{ at: call.flowAnsweredAt, text: 'The call flow answered the call' }];
  return [begun, ...inOrder([...flow, ...way]), ...answer, { at: call.endedAt, text: endOf(call) }];
}

import { audioAddress, cueHeaders, reversed, type Address, type CueHeaders, type SipMessage } from './message.ts';

/**
 * The cues that the scenario can take now. `ringing`: answer, reject or give up; `talking`: hang up; `cancelled`: end the INVITE; `busy`: none,
 * because its next message is on the way.
 */
export type Phase = 'busy' | 'cancelled' | 'ringing' | 'talking' | 'over';
export type Party = 'us' | 'them';

/** The state of a call according to its messages. */
export interface CallRecord {
  readonly side: 'caller' | 'callee';
  readonly phase: Phase;
  /** Responses to the last INVITE, in order, without an earlier challenge. */
  readonly statuses: readonly number[];
  readonly reasons: readonly string[];
  readonly invite?: SipMessage;
  /** The audio address of the other side. */
  readonly media?: Address;
  readonly invitedAt?: number;
  readonly earlyMediaAt?: number;
  readonly answeredAt?: number;
  readonly endedAt?: number;
  readonly endedBy?: Party;
  readonly reinvites: number;
  /** The headers for cues about this call. */
  readonly about?: CueHeaders;
}

export const newRecord = (side: CallRecord['side']): CallRecord => ({
  side,
  phase: 'busy',
  statuses: [],
  reasons: [],
  reinvites: 0,
});

/** The record after one more message. */
export function observe(record: CallRecord, from: Party, message: SipMessage, at: number): CallRecord {
  const heard: CallRecord =
    from === 'them'
      ? {
          ...record,
          reasons: [...record.reasons, ...message.headers('Reason')],
          media: audioAddress(message) ?? record.media,
        }
      : record;
  if (message.status === undefined) return observeRequest(heard, from, message, at);
  if (message.cseqMethod === 'INVITE') return observeAnswer(heard, from, message, message.status, at);
  if (message.cseqMethod === 'BYE' && message.status >= 200) return { ...heard, phase: 'over' };
  return heard;
}

function observeRequest(record: CallRecord, from: Party, message: SipMessage, at: number): CallRecord {
  const ending = { phase: 'busy', endedBy: record.endedBy ?? from, endedAt: record.endedAt ?? at } as const;
  switch (message.method) {
    case 'INVITE':
      if (record.invite?.header('Via') === message.header('Via')) return record; // a retransmission: an answer is on the way
      if (record.answeredAt) return { ...record, phase: 'busy', reinvites: record.reinvites + 1 };
      return {
        ...record,
        phase: record.side === 'callee' ? 'ringing' : 'busy',
        statuses: [],
        invite: message,
        invitedAt: at,
        about: cueHeaders(message),
      };
    case 'ACK':
      return acknowledged(record, from, message, at);
    case 'CANCEL':
      if (record.answeredAt || record.endedAt) return record;
      return { ...record, ...ending, phase: record.side === 'callee' ? 'cancelled' : 'busy' };
    case 'BYE':
      return { ...record, ...ending };
    default:
      return record;
  }
}

function acknowledged(record: CallRecord, from: Party, message: SipMessage, at: number): CallRecord {
  const status = record.statuses.at(-1) ?? 0;
  if (status < 300) {
    // a BYE that overtook the ACK has already ended the call
    const phase = record.endedAt ? record.phase : 'talking';
    return { ...record, phase, about: record.side === 'caller' && from === 'us' ? cueHeaders(message) : record.about };
  }
  if (willAnswerChallenge(record, status)) return record;
  const refusedBy = record.side === 'caller' ? 'them' : 'us';
  return { ...record, phase: 'over', endedBy: record.endedBy ?? refusedBy, endedAt: record.endedAt ?? at };
}

/** The phone answers the first challenge; a second one means that it was refused. */
function willAnswerChallenge({ side, invite }: CallRecord, status: number): boolean {
  const credentials = invite?.header('Authorization') ?? invite?.header('Proxy-Authorization');
  return side === 'caller' && (status === 401 || status === 407) && credentials === undefined;
}

function observeAnswer(record: CallRecord, from: Party, message: SipMessage, status: number, at: number): CallRecord {
  if (record.answeredAt) return record;
  const next = { ...record, statuses: [...record.statuses, status] };
  if (status >= 300) return { ...next, phase: 'busy' };
  const hasAudio = audioAddress(message) !== undefined;
  if (status >= 200) {
    const about = from === 'us' ? reversed(cueHeaders(message)) : record.about;
    // answered: an earlier CANCEL came too late
    return { ...next, phase: 'busy', answeredAt: at, about, endedAt: undefined, endedBy: undefined };
  }
  return { ...next, phase: 'ringing', earlyMediaAt: next.earlyMediaAt ?? (hasAudio ? at : undefined) };
}

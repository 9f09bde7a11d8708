/** One call or registration of a storm, from SIPp's short message log; times are epoch milliseconds with a fraction. */
export interface StormCall {
  readonly callId: string;
  /** When the last INVITE or REGISTER went by first: after a challenge the one that carries the credentials. */
  readonly sentAt: number;
  /** When the first response with early media (183) came. */
  readonly earlyMediaAt?: number;
  /** The final response to it; 0 while there is none. */
  readonly finalStatus: number;
  readonly finalAt?: number;
  /** When an answered call's BYE went by, and which way. */
  readonly endedAt?: number;
  readonly byeFrom?: 'us' | 'them';
}

const fields = /^[^\t]*\t[^\t]*\t([\d.]+)\t([SR])\t([^\t]+)\tCSeq:(\d+ (\w+))\t(.*)$/;

/** Calls in the order in which they began. A log that is still being written may end in half a line. */
export function parseShortMessages(log: string): StormCall[] {
  const calls = new Map<string, StormCall>();
  const sent = new Set<string>();
  for (const line of log.split('\n')) {
    const [, seconds, direction, callId = '', cseq, method, text = ''] = fields.exec(line) ?? [];
    const at = Number(seconds) * 1000;
    const known = calls.get(callId);
    const status = Number(/^SIP\/2\.0 (\d{3})/.exec(text)?.[1] ?? 0);
    const begins = method === 'INVITE' || method === 'REGISTER';
    if (begins && status === 0) {
      const request = `${callId} ${cseq}`;
      if (sent.has(request)) continue; // sent again
      sent.add(request);
      calls.set(callId, { callId, sentAt: at, finalStatus: 0 });
    } else if (known && status === 183) {
      calls.set(callId, { ...known, earlyMediaAt: known.earlyMediaAt ?? at });
    } else if (known && begins && status >= 200) {
      calls.set(callId, { ...known, finalStatus: status, finalAt: at });
    } else if (known && method === 'BYE' && status === 0) {
      calls.set(callId, { ...known, endedAt: at, byeFrom: direction === 'S' ? 'us' : 'them' });
    }
  }
  return [...calls.values()];
}

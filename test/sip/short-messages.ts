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

/** Reads such a log as it grows, each line once. */
export class ShortMessages {
  readonly #calls = new Map<string, StormCall>();
  readonly #sent = new Set<string>();
  #halfLine = '';

  /** The next piece of the log, which may end in half a line. */
  take(text: string): void {
    const lines = (this.#halfLine + text).split('\n');
    this.#halfLine = lines.pop() ?? '';
    for (const line of lines) this.#takeLine(line);
  }

  /** In the order in which they began. */
  calls(): StormCall[] {
    return [...this.#calls.values()];
  }

  #takeLine(line: string): void {
    const [, seconds, direction, callId = '', cseq, method, text = ''] = fields.exec(line) ?? [];
    const at = Number(seconds) * 1000;
    const known = this.#calls.get(callId);
    const status = Number(/^SIP\/2\.0 (\d{3})/.exec(text)?.[1] ?? 0);
    const begins = method === 'INVITE' || method === 'REGISTER';
    const note = (call: Partial<StormCall>) => this.#calls.set(callId, { ...known!, ...call });
    if (begins && known?.finalStatus === 200) {
      return; // asked again within the call
    } else if (begins && status === 0) {
      const request = `${callId} ${cseq}`;
      if (this.#sent.has(request)) return; // sent again
      this.#sent.add(request);
      this.#calls.set(callId, { callId, sentAt: at, finalStatus: 0 });
    } else if (!known) {
      return;
    } else if (status === 183) {
      note({ earlyMediaAt: known.earlyMediaAt ?? at });
    } else if (begins && status >= 200) {
      note({ finalStatus: status, finalAt: at });
    } else if (method === 'BYE' && status === 0) {
      note({ endedAt: at, byeFrom: direction === 'S' ? 'us' : 'them' });
    }
  }
}

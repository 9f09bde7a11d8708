/** A call or registration of a load run, from SIPp's short message log. Times are epoch milliseconds with a fraction. */
export interface StormCall {
  readonly callId: string;
  /** When the last INVITE or REGISTER was first sent; after a challenge, the one with the credentials. */
  readonly sentAt: number;
  /** When the first response with early media (183) arrived. */
  readonly earlyMediaAt?: number;
  /** Its final status; 0 while there is none. */
  readonly finalStatus: number;
  readonly finalAt?: number;
  /** When an answered call's BYE was sent, and in which direction. */
  readonly endedAt?: number;
  readonly byeFrom?: 'us' | 'them';
}

const fields = /^[^\t]*\t[^\t]*\t([\d.]+)\t([SR])\t([^\t]+)\tCSeq:(\d+ (\w+))\t(.*)$/;

/** Reads a growing log, each line once. */
export class ShortMessages {
  readonly #calls = new Map<string, StormCall>();
  readonly #sent = new Set<string>();
  #halfLine = '';

  /** Adds the next piece of the log, which may end within a line. */
  take(text: string): void {
    const lines = (this.#halfLine + text).split('\n');
    this.#halfLine = lines.pop() ?? '';
    for (const line of lines) this.#takeLine(line);
  }

  /** The calls in the order of their start. */
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
      return; // another request within the call
    } else if (begins && status === 0) {
      const request = `${callId} ${cseq}`;
      if (this.#sent.has(request)) return; // a retransmission
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

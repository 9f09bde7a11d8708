import type { SipMessage } from './message.ts';

/** T1, T2 and 64·T1 of RFC 3261, section 17. */
const FIRST_MS = 500;
const LONGEST_MS = 4000;
const LAST_MS = 32_000;

/**
 * What a phone sends again over UDP (RFC 3261, section 17): its requests until they are answered, its final responses to an INVITE until the ACK,
 * and its last answer to whatever the other side sends again.
 */
export class Transactions {
  readonly #send: (text: string) => void;
  readonly #repeats: boolean;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  /** By incoming request: the response, or null while there is none. */
  readonly #responses = new Map<string, string | null>();
  /** By own request that got its final response: the ACK of an INVITE, else null. */
  readonly #completed = new Map<string, string | null>();

  /** `repeats`: whether anything is sent again by a timer. */
  constructor(send: (text: string) => void, repeats: boolean) {
    this.#send = send;
    this.#repeats = repeats;
  }

  /** Sends a request. `key`: as of its responses. */
  request(key: string, text: string): void {
    this.#send(text);
    this.#sendAgain(key, text);
  }

  /** A request got its final response. Sends the ACK, if there is one. */
  complete(key: string, ack: string | null): void {
    this.#completed.set(key, ack);
    if (ack) this.#send(ack);
  }

  respond(request: SipMessage, isFinal: boolean, text: string): void {
    this.#responses.set(transactionOf(request), text);
    this.#send(text);
    if (isFinal && request.method === 'INVITE') this.#sendAgain(keyOf(request).replace(/INVITE$/, 'ACK'), text);
  }

  /** Takes a message. If it has been answered before, answers it again and returns false. */
  isNew(message: SipMessage): boolean {
    return message.method ? this.#isNewRequest(message) : this.#isNewResponse(message);
  }

  /** Sends this no more. */
  end(key: string): void {
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
  }

  close(): void {
    for (const key of this.#timers.keys()) this.end(key);
  }

  #isNewRequest(request: SipMessage): boolean {
    if (request.method === 'ACK') this.end(keyOf(request));
    const transaction = transactionOf(request);
    const response = this.#responses.get(transaction);
    if (response) this.#send(response);
    if (response === undefined) this.#responses.set(transaction, null);
    return response === undefined;
  }

  #isNewResponse(response: SipMessage): boolean {
    const key = keyOf(response);
    const isFinal = (response.status ?? 0) >= 200;
    if (isFinal || response.cseqMethod === 'INVITE') this.end(key);
    const ack = isFinal ? this.#completed.get(key) : undefined;
    if (ack) this.#send(ack);
    return ack === undefined;
  }

  #sendAgain(key: string, text: string): void {
    if (!this.#repeats) return;
    const wait = (ms: number, leftMs: number): void => {
      const again = (): void => {
        this.#send(text);
        const next = Math.min(2 * ms, LONGEST_MS);
        if (next < leftMs - ms) wait(next, leftMs - ms);
      };
      this.#timers.set(key, setTimeout(again, ms));
    };
    this.end(key);
    wait(FIRST_MS, LAST_MS);
  }
}

const transactionOf = (request: SipMessage): string => `${request.header('Via')} ${request.header('CSeq')}`;

/** The same for a request and its responses. */
export const keyOf = (message: SipMessage): string => `${message.callId} ${message.header('CSeq')}`;

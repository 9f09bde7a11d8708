import { randomBytes, randomUUID } from 'node:crypto';
import { before, HANG_MS } from '../until.ts';
import { callerDialog, type Dialog, tagFor } from './dialog.ts';
import { authorization, type Credentials } from './digest.ts';
import type { Address, SipMessage } from './message.ts';
import { keyOf, Transactions } from './transactions.ts';
import { openWire, type Transport, type Wire } from './wire.ts';

/** The content of a request or response besides the mandatory headers. */
export interface Content {
  /** Complete lines, sent unchanged: `Expires: 60`. A Contact replaces the phone's own. */
  readonly headers?: readonly string[];
  readonly body?: string;
  /** Default: SDP. */
  readonly contentType?: string;
}

/** A request outside a dialog. Omitted fields get the values of a well-behaved phone. */
export interface Request extends Content {
  readonly method: string;
  /** Default: the server itself. */
  readonly uri?: string;
  readonly from?: string;
  /** Default: the URI; for a REGISTER the phone's own address of record. */
  readonly to?: string;
  readonly callId?: string;
  /** Proxies that the request goes through, first hop first. */
  readonly routes?: readonly string[];
}

export interface RawPhoneOptions extends Credentials {
  readonly server: Address;
  readonly transport?: Transport;
  /** The source address: any in 127.0.0.0/8. */
  readonly host?: string;
  /** False: it sends each message once, as programs of attackers do. */
  readonly repeats?: boolean;
}

export interface OutgoingInvite {
  /** The final response, acknowledged. */
  readonly final: Promise<SipMessage>;
  readonly callId: string;
  provisional(status: number): Promise<SipMessage>;
  cancel(): void;
  dialog(): Promise<Dialog>;
}

type Matcher = (message: SipMessage) => boolean;
type WholeRequest = Request & Required<Pick<Request, 'uri' | 'from' | 'to' | 'callId'>>;
type Sent = { cseq: number; branch: string };

/**
 * A phone that sends exactly what a test specifies, over one socket, for cases that SIPp's scenarios don't cover, such as unusual methods, headers,
 * codecs and responses. It can answer digest challenges, and sends again what is lost or late on UDP; the rest is up to the test.
 */
export class RawPhone implements AsyncDisposable {
  readonly sipUsername: string;
  readonly server: Address;
  readonly transport: Transport;
  /** Everything that arrived, in order. */
  readonly received: SipMessage[] = [];
  readonly #credentials: Credentials;
  readonly #wire: Wire;
  readonly #unread: SipMessage[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #transactions: Transactions;
  readonly #whenOver = new Map<string, () => void>();
  #cseq = 0;

  private constructor(options: RawPhoneOptions, wire: Wire) {
    const { sipUsername, password, server, transport = 'udp', repeats = true } = options;
    this.sipUsername = sipUsername;
    this.server = server;
    this.transport = transport;
    this.#credentials = { sipUsername, password };
    this.#wire = wire;
    this.#transactions = new Transactions(wire.send, repeats && transport === 'udp');
  }

  static async open(options: RawPhoneOptions): Promise<RawPhone> {
    const { server, transport = 'udp', host = '127.0.0.1' } = options;
    const phone: RawPhone = new RawPhone(
      options,
      await openWire(transport, server, host, (message) => phone.#receive(message)),
    );
    return phone;
  }

  get address(): Address {
    return this.#wire.local;
  }

  get keepAlives(): number {
    return this.#wire.keepAlives();
  }

  get contact(): string {
    return `<${this.uri()}>`;
  }

  /** Where it can be called. */
  uri(user: string = this.sipUsername): string {
    return `sip:${user}@${this.address.host}:${this.address.port}`;
  }

  /** Sends text unchanged. */
  send(text: string): void {
    this.#wire.send(text);
  }

  /** The first matching message that wasn't returned yet. */
  next(what: string, matches: Matcher, withinMs = HANG_MS): Promise<SipMessage> {
    const { promise, resolve } = Promise.withResolvers<SipMessage>();
    const look = (): void => {
      const index = this.#unread.findIndex(matches);
      const [found] = index < 0 ? [] : this.#unread.splice(index, 1);
      if (!found) return;
      this.#waiting.delete(look);
      resolve(found);
    };
    this.#waiting.add(look);
    look();
    const seen = () =>
      `${what} at ${this.sipUsername}; unread: ${this.#unread.map((each) => each.firstLine).join(', ')}`;
    return before(promise, withinMs, seen).finally(() => this.#waiting.delete(look));
  }

  nextRequest(method: string, withinMs?: number): Promise<SipMessage> {
    return this.next(method, (message) => message.method === method, withinMs);
  }

  /** Whether there is a matching message that wasn't returned yet. */
  has(matches: Matcher): boolean {
    return this.#unread.some(matches);
  }

  clearUnread(): void {
    this.#unread.length = 0;
  }

  /** Sends a request and returns its final response, even a challenge. Acknowledges that of an INVITE. */
  ask(request: Request, withinMs?: number): Promise<SipMessage> {
    return this.#transact(this.#complete(request), withinMs);
  }

  /** Like `ask`, but answers a challenge with credentials. */
  askSigned(request: Request, withinMs?: number, onSent: (sent: Sent) => void = () => {}): Promise<SipMessage> {
    return this.#transactSigned(this.#complete(request), withinMs, onSent);
  }

  /** Registers its own address, or sends these headers instead. */
  register(
    headers: readonly string[] = [`Contact: ${this.contact}`, 'Expires: 300'],
    more: Partial<Request> = {},
  ): Promise<SipMessage> {
    return this.askSigned({ method: 'REGISTER', headers, ...more });
  }

  /** Calls a number. */
  invite(number: string, sdp: string, headers: readonly string[] = [], displayName = ''): OutgoingInvite {
    const uri = `sip:${number}@${this.server.host}:${this.server.port}`;
    const plain = this.#complete({ method: 'INVITE', uri, headers: this.#withContact(headers), body: sdp });
    const whole = { ...plain, from: `${displayName} ${plain.from}`.trim() };
    const sent: Sent = { cseq: 0, branch: '' };
    const final = this.#transactSigned(whole, HANG_MS, (last) => Object.assign(sent, last));
    final.catch(() => {});
    const { callId } = whole;
    return {
      final,
      callId,
      provisional: (status) =>
        this.next(String(status), (message) => message.status === status && message.callId === callId),
      cancel: () => void this.#request({ ...whole, method: 'CANCEL', headers: [], body: '' }, sent),
      dialog: async () => callerDialog(whole.from, await final),
    };
  }

  /** Sends a request in a dialog, and returns its final response. */
  within(dialog: Dialog, method: string, content: Content = {}, withinMs?: number): Promise<SipMessage> {
    const { target: uri, local: from, remote: to, callId, routes } = dialog;
    const headers = this.#withContact(content.headers);
    return this.askSigned({ method, uri, from, to, callId, routes, ...content, headers }, withinMs);
  }

  /** Sends a new offer in a call. */
  reinvite(dialog: Dialog, sdp: string): Promise<SipMessage> {
    return this.within(dialog, 'INVITE', { body: sdp });
  }

  respond(request: SipMessage, status: number, reason: string, content: Content = {}): void {
    const to = request.header('To') ?? '';
    const tagged = to.includes('tag=') || status === 100 ? to : `${to};tag=${tagFor(request.callId)}`;
    const same = ['Via', 'Record-Route', 'From', 'Call-ID', 'CSeq'].flatMap((name) =>
      request.headers(name).map((value) => `${name}: ${value}`),
    );
    const headers = [...same, `To: ${tagged}`, ...this.#withContact(content.headers)];
    this.#transactions.respond(request, status >= 200, write(`SIP/2.0 ${status} ${reason}`, headers, content));
  }

  /** Calls `stop` when a BYE, or the response to one of ours, arrives in this dialog. */
  whenOver(callId: string, stop: () => void): void {
    this.#whenOver.set(callId, stop);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#transactions.close();
    return this.#wire.close();
  }

  #complete(request: Request): WholeRequest {
    const server = `${this.server.host}:${this.server.port}`;
    const { method, uri = `sip:${server}` } = request;
    const own = `<sip:${this.sipUsername}@${server}>`;
    return {
      from: `${own};tag=${newTag()}`,
      to: method === 'REGISTER' ? own : `<${uri}>`,
      callId: randomUUID(),
      ...request,
      uri,
    };
  }

  async #transactSigned(request: WholeRequest, withinMs?: number, onSent?: (sent: Sent) => void): Promise<SipMessage> {
    const first = await this.#transact(request, withinMs, onSent);
    const challenge = first.header('WWW-Authenticate');
    if (first.status !== 401 || !challenge) return first;
    const signature = authorization(challenge, request.method, request.uri, this.#credentials);
    return this.#transact({ ...request, headers: [...(request.headers ?? []), signature] }, withinMs, onSent);
  }

  async #transact(
    request: WholeRequest,
    withinMs?: number,
    onSent: (sent: Sent) => void = () => {},
  ): Promise<SipMessage> {
    const { method, uri } = request;
    const sent = { cseq: ++this.#cseq, branch: newBranch() };
    const key = this.#request(request, sent);
    onSent(sent);
    const isFinal: Matcher = (message) => (message.status ?? 0) >= 200 && keyOf(message) === key;
    try {
      const final = await this.next(`a final response to ${method} ${uri}`, isFinal, withinMs);
      this.#transactions.complete(key, method === 'INVITE' ? this.#ackOf(final, request, sent) : null);
      return final;
    } finally {
      this.#transactions.end(key);
    }
  }

  /** Returns what its responses are recognised by. */
  #request(request: WholeRequest, sent: Sent): string {
    const key = `${request.callId} ${sent.cseq} ${request.method}`;
    this.#transactions.request(key, this.#text(request, sent));
    return key;
  }

  /** The ACK of a refusal belongs to its INVITE; that of an answer is a separate transaction in the new dialog. */
  #ackOf(final: SipMessage, invite: WholeRequest, { cseq, branch }: Sent): string {
    const answered = (final.status ?? 0) < 300;
    const ack = { ...invite, method: 'ACK', to: final.header('To') ?? invite.to, headers: [], body: '' };
    if (!answered) return this.#text(ack, { cseq, branch });
    const { target, routes } = callerDialog(invite.from, final);
    return this.#text({ ...ack, uri: target || invite.uri, routes }, { cseq, branch: newBranch() });
  }

  #text(request: WholeRequest, { cseq, branch }: Sent): string {
    const { method, uri, from, to, callId, routes = [], headers = [] } = request;
    const { host, port } = this.address;
    const lines = [
      `Via: SIP/2.0/${this.transport.toUpperCase()} ${host}:${port};rport;branch=${branch}`,
      ...routes.map((route) => `Route: ${route}`),
      'Max-Forwards: 70',
      `From: ${from}`,
      `To: ${to}`,
      `Call-ID: ${callId}`,
      `CSeq: ${cseq} ${method}`,
      ...headers,
    ];
    return write(`${method} ${uri} SIP/2.0`, lines, request);
  }

  #withContact(headers: readonly string[] = []): readonly string[] {
    return headers.some((line) => /^(contact|m)\s*:/i.test(line)) ? headers : [`Contact: ${this.contact}`, ...headers];
  }

  #receive(message: SipMessage): void {
    this.received.push(message);
    if (message.header('CSeq')?.endsWith(' BYE')) this.#whenOver.get(message.callId)?.();
    if (!this.#transactions.isNew(message)) return;
    this.#unread.push(message);
    for (const look of this.#waiting) look();
  }
}

const newTag = (): string => randomBytes(8).toString('hex');
const newBranch = (): string => `z9hG4bK${newTag()}`;

function write(firstLine: string, headers: readonly string[], { body = '', contentType }: Content): string {
  const type = body ? [`Content-Type: ${contentType ?? 'application/sdp'}`] : [];
  return [firstLine, ...headers, ...type, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n');
}

import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { before } from './deadline.ts';
import { parseMessage, type Address, type SipMessage } from './message.ts';

/** What a request or response says beyond the headers that every message has. */
export interface Content {
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly contentType?: string;
}

export interface RawPhoneOptions {
  readonly sipUsername: string;
  readonly password: string;
  readonly server: Address;
}

/** One side's view of a dialog: enough to send requests in it. */
export interface Dialog {
  readonly callId: string;
  readonly local: string;
  readonly remote: string;
  readonly target: string;
  /** Proxies that requests go through, first hop first. */
  readonly routes: readonly string[];
}

type Matcher = (message: SipMessage) => boolean;

/**
 * A phone that says whatever a test has it say, on one UDP port of loopback: for what SIPp's scenarios don't, such as
 * unusual methods, codecs and answers. It answers digest challenges and repeats its last response to a repeated
 * request; everything else is the test's.
 */
export class RawPhone implements AsyncDisposable {
  readonly sipUsername: string;
  readonly port: number;
  readonly server: Address;
  readonly #password: string;
  readonly #socket: Socket;
  readonly #unread: SipMessage[] = [];
  readonly #waiting = new Set<() => void>();
  /** By request: what was responded, or null while nothing was. */
  readonly #responses = new Map<string, string | null>();
  #cseq = 0;

  private constructor({ sipUsername, password, server }: RawPhoneOptions, socket: Socket) {
    this.sipUsername = sipUsername;
    this.#password = password;
    this.server = server;
    this.#socket = socket;
    this.port = socket.address().port;
    socket.on('message', (datagram) => this.#receive(datagram));
  }

  static async open(options: RawPhoneOptions): Promise<RawPhone> {
    const socket = createSocket('udp4');
    const bound = once(socket, 'listening');
    socket.bind(0, '127.0.0.1');
    await bound;
    return new RawPhone(options, socket);
  }

  get contact(): string {
    return `<sip:${this.sipUsername}@127.0.0.1:${this.port}>`;
  }

  /** The first message not handed out yet that matches. */
  async next(what: string, matches: Matcher, withinMs = 5000): Promise<SipMessage> {
    const { promise, resolve } = Promise.withResolvers<SipMessage>();
    const look = () => {
      const index = this.#unread.findIndex(matches);
      if (index >= 0) resolve(this.#unread.splice(index, 1)[0]!);
    };
    this.#waiting.add(look);
    look();
    const seen = () =>
      `${what} at ${this.sipUsername}; unread: ${this.#unread.map((each) => each.firstLine).join(', ')}`;
    return before(promise, withinMs, seen).finally(() => this.#waiting.delete(look));
  }

  /** Leaves behind what nobody has read. */
  forget(): void {
    this.#unread.length = 0;
  }

  request(method: string, withinMs?: number): Promise<SipMessage> {
    return this.next(method, (message) => message.method === method, withinMs);
  }

  /** Whether a message like this has come that nobody has read. */
  has(matches: Matcher): boolean {
    return this.#unread.some(matches);
  }

  /** Sends a request outside a dialog, with credentials when it is asked for them, and gives its final response. */
  ask(method: string, uri: string, content: Content = {}, withinMs?: number): Promise<SipMessage> {
    return this.#transaction(method, { uri, ...this.#outside(uri) }, content, withinMs);
  }

  register(content: Content = {}): Promise<SipMessage> {
    const { host, port } = this.server;
    const to = `sip:${this.sipUsername}@${host}:${port}`;
    const headers = { Contact: this.contact, Expires: '300', ...content.headers };
    return this.#transaction('REGISTER', { uri: `sip:${host}:${port}`, ...this.#outside(to) }, { ...content, headers });
  }

  /** Calls a number; `final` is the final response, acknowledged. */
  invite(number: string, sdp: string, headers: Record<string, string> = {}, displayName = ''): OutgoingInvite {
    const uri = `sip:${number}@${this.server.host}:${this.server.port}`;
    const outside = this.#outside(uri);
    const about = { uri, ...outside, from: `${displayName} ${outside.from}`.trim() };
    const sent = { cseq: 0, branch: '' };
    const final = this.#transaction(
      'INVITE',
      about,
      { body: sdp, contentType: 'application/sdp', headers: { Contact: this.contact, ...headers } },
      60_000,
      (cseq, branch) => Object.assign(sent, { cseq, branch }),
    );
    final.catch(() => {});
    return {
      final,
      callId: about.callId,
      provisional: (status) =>
        this.next(String(status), (message) => message.status === status && message.callId === about.callId),
      cancel: () => this.#send('CANCEL', { ...about, ...sent }),
      dialog: async () => dialogOf(about.from, await final),
    };
  }

  /** A request in a dialog, and its final response. */
  async within(dialog: Dialog, method: string, content: Content = {}, withinMs?: number): Promise<SipMessage> {
    const { target: uri, local: from, remote: to, callId, routes } = dialog;
    const headers = { Contact: this.contact, ...content.headers };
    return this.#transaction(method, { uri, from, to, callId, routes }, { ...content, headers }, withinMs);
  }

  /** A new offer in a call. */
  reinvite(dialog: Dialog, sdp: string): Promise<SipMessage> {
    return this.within(dialog, 'INVITE', { body: sdp, contentType: 'application/sdp' });
  }

  respond(request: SipMessage, status: number, reason: string, content: Content = {}): void {
    const to = request.header('To') ?? '';
    const tagged = to.includes('tag=') || status === 100 ? to : `${to};tag=${tagFor(request.callId)}`;
    const text = write(
      `SIP/2.0 ${status} ${reason}`,
      [
        ...request.headers('Via').map((via) => ['Via', via] as const),
        ...request.headers('Record-Route').map((route) => ['Record-Route', route] as const),
        ['From', request.header('From') ?? ''],
        ['To', tagged],
        ['Call-ID', request.callId],
        ['CSeq', request.header('CSeq') ?? ''],
        ['Contact', this.contact],
        ...entries(content),
      ],
      content.body,
    );
    this.#responses.set(transactionOf(request), text);
    this.#post(text);
  }

  /** The callee's dialog, once it has answered an INVITE. */
  calleeDialog(invite: SipMessage): Dialog {
    return {
      callId: invite.callId,
      local: `${invite.header('To')};tag=${tagFor(invite.callId)}`,
      remote: invite.header('From') ?? '',
      target: addressOf(invite.header('Contact') ?? ''),
      routes: invite.headers('Record-Route'),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#socket, 'close');
    this.#socket.close();
    await closed;
  }

  #outside(to: string) {
    const { host, port } = this.server;
    return { from: `<sip:${this.sipUsername}@${host}:${port}>;tag=${newTag()}`, to: `<${to}>`, callId: randomUUID() };
  }

  async #transaction(
    method: string,
    about: About,
    content: Content,
    withinMs = 5000,
    onSent: (cseq: number, branch: string) => void = () => {},
  ): Promise<SipMessage> {
    let authorization: Record<string, string> = {};
    for (;;) {
      const cseq = ++this.#cseq;
      const branch = `z9hG4bK${newTag()}`;
      const headers = { ...content.headers, ...authorization };
      this.#send(method, { ...about, cseq, branch }, { ...content, headers });
      onSent(cseq, branch);
      const mine = (message: SipMessage) =>
        (message.status ?? 0) >= 200 &&
        message.callId === about.callId &&
        message.header('CSeq') === `${cseq} ${method}`;
      const final = await this.next(`a final response to ${method}`, mine, withinMs);
      if (method === 'INVITE') this.#acknowledge(final, about, cseq, branch);
      const challenge = final.header('WWW-Authenticate');
      if (final.status !== 401 || !challenge || 'Authorization' in authorization) return final;
      authorization = { Authorization: this.#credentials(method, about.uri, challenge) };
    }
  }

  #acknowledge(final: SipMessage, about: About, cseq: number, branch: string): void {
    const answered = (final.status ?? 0) < 300;
    const to = final.header('To') ?? about.to;
    const uri = answered ? addressOf(final.header('Contact') ?? about.uri) : about.uri;
    const routes = answered ? final.headers('Record-Route').reverse() : [];
    this.#send('ACK', { ...about, uri, to, routes, cseq, branch: answered ? `z9hG4bK${newTag()}` : branch });
  }

  #send(method: string, about: About & { cseq: number; branch: string }, content: Content = {}): void {
    const { uri, from, to, callId, routes = [], cseq, branch } = about;
    const text = write(
      `${method} ${uri} SIP/2.0`,
      [
        ['Via', `SIP/2.0/UDP 127.0.0.1:${this.port};rport;branch=${branch}`],
        ...routes.map((route) => ['Route', route] as const),
        ['Max-Forwards', '70'],
        ['From', from],
        ['To', to],
        ['Call-ID', callId],
        ['CSeq', `${cseq} ${method}`],
        ...entries(content),
      ],
      content.body,
    );
    this.#post(text);
  }

  #credentials(method: string, uri: string, challenge: string): string {
    const field = (name: string) => new RegExp(`${name}="?([^",]*)`).exec(challenge)?.[1] ?? '';
    const [realm, nonce, opaque] = ['realm', 'nonce', 'opaque'].map(field);
    const [nc, cnonce] = ['00000001', newTag()];
    const ha1 = md5(`${this.sipUsername}:${realm}:${this.#password}`);
    const response = md5(`${ha1}:${nonce}:${nc}:${cnonce}:auth:${md5(`${method}:${uri}`)}`);
    return (
      `Digest username="${this.sipUsername}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}", ` +
      `algorithm=MD5, qop=auth, nc=${nc}, cnonce="${cnonce}"${opaque ? `, opaque="${opaque}"` : ''}`
    );
  }

  #receive(datagram: Buffer): void {
    const message = parseMessage(datagram);
    if (!message) return;
    if (message.method) {
      const response = this.#responses.get(transactionOf(message));
      if (response) this.#post(response);
      if (response !== undefined) return;
      this.#responses.set(transactionOf(message), null);
    }
    this.#unread.push(message);
    for (const look of this.#waiting) look();
  }

  #post(text: string): void {
    this.#socket.send(text, this.server.port, this.server.host);
  }
}

export interface OutgoingInvite {
  readonly final: Promise<SipMessage>;
  readonly callId: string;
  provisional(status: number): Promise<SipMessage>;
  cancel(): void;
  dialog(): Promise<Dialog>;
}

interface About {
  readonly uri: string;
  readonly from: string;
  readonly to: string;
  readonly callId: string;
  readonly routes?: readonly string[];
}

/** SDP of one audio stream. */
export function audioSdp(port: number, { codecs = '0', profile = 'RTP/AVP', more = [] as string[] } = {}): string {
  const lines = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0'];
  return [...lines, `m=audio ${port} ${profile} ${codecs}`, ...more].map((line) => `${line}\r\n`).join('');
}

function dialogOf(local: string, response: SipMessage): Dialog {
  return {
    callId: response.callId,
    local,
    remote: response.header('To') ?? '',
    target: addressOf(response.header('Contact') ?? ''),
    routes: response.headers('Record-Route').reverse(),
  };
}

const addressOf = (contact: string): string => /<([^>]*)>/.exec(contact)?.[1] ?? contact;
const newTag = (): string => randomBytes(8).toString('hex');
const tagFor = (callId: string): string => md5(callId).slice(0, 12);
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const transactionOf = (request: SipMessage): string => `${request.header('Via')} ${request.header('CSeq')}`;

function entries({ headers = {}, body, contentType }: Content): (readonly [string, string])[] {
  const type = body && contentType ? { 'Content-Type': contentType } : {};
  return Object.entries({ ...headers, ...type });
}

function write(firstLine: string, headers: readonly (readonly [string, string])[], body = ''): string {
  const lines = [...headers, ['Content-Length', String(Buffer.byteLength(body))]];
  return [firstLine, ...lines.map(([name, value]) => `${name}: ${value}`), '', body].join('\r\n');
}

import { createHash, randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import tls from 'node:tls';
import { before } from './deadline.ts';
import { parseMessage, type Address, type SipMessage } from './message.ts';

export type Transport = 'udp' | 'tcp' | 'tls';

export interface PeerOptions {
  readonly server: Address;
  readonly transport?: Transport;
  /** Where it speaks from; any address of 127.0.0.0/8. */
  readonly host?: string;
}

export interface Wish {
  readonly method: string;
  /** Default: the server itself. */
  readonly uri?: string;
  /** The user of From and, for a REGISTER, of To. */
  readonly user?: string;
  /** The user of To. */
  readonly to?: string;
  readonly callId?: string;
  readonly cseq?: number;
  readonly tag?: string;
  readonly toTag?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
}

export interface Account {
  readonly sipUsername: string;
  readonly sipPassword: string;
}

/** A SIP peer that says whatever a test makes it say, over a socket of its own. Nothing is checked and nothing is repeated. */
export interface Peer extends AsyncDisposable {
  readonly address: Address;
  readonly transport: Transport;
  /** Everything that arrived, in order. */
  readonly received: readonly SipMessage[];
  send(text: string): void;
  /** A moment in which the system delivers what was sent. */
  sent(): Promise<void>;
  /** Sends a request and answers its final response; that of an INVITE is acknowledged. */
  ask(wish: Wish): Promise<SipMessage>;
  /** The same, with credentials once it is challenged. */
  askSigned(wish: Wish, account: Account): Promise<SipMessage>;
  /** The first request of this method that no earlier call gave. */
  nextRequest(method: string, withinMs?: number): Promise<SipMessage>;
  /** A response to a request that arrived. */
  answer(request: SipMessage, status: string, more?: { headers?: readonly string[]; body?: string }): void;
  contact(user: string): string;
}

type Wire = { local: Address; send(text: string): void; close(): Promise<void> };

export async function peer({ server, transport = 'udp', host = '127.0.0.1' }: PeerOptions): Promise<Peer> {
  const received: SipMessage[] = [];
  const waiting = new Set<() => void>();
  const taken = new Set<SipMessage>();
  const wire = await (transport === 'udp' ? overUdp : overStream(transport))(server, host, (message) => {
    received.push(message);
    for (const look of waiting) look();
  });
  const { local } = wire;

  function find(fits: (message: SipMessage) => boolean, what: string, withinMs = 5000): Promise<SipMessage> {
    const { promise, resolve } = Promise.withResolvers<SipMessage>();
    const look = () => {
      const found = received.find((message) => !taken.has(message) && fits(message));
      if (!found) return;
      taken.add(found);
      resolve(found);
    };
    waiting.add(look);
    look();
    const seen = () => received.map(({ firstLine }) => firstLine).join(' | ');
    return before(promise, withinMs, () => `${what}; came: ${seen()}`).finally(() => waiting.delete(look));
  }

  async function ask(wish: Wish): Promise<SipMessage> {
    const { callId = randomUUID(), cseq = 1 } = wish;
    wire.send(requestText({ ...wish, callId, cseq }, { server, local, transport }));
    const answer = await find(
      (one) => (one.status ?? 0) >= 200 && one.callId === callId && one.header('CSeq')?.split(' ')[0] === String(cseq),
      `the end of ${wish.method} ${wish.uri ?? ''}`,
    );
    if (wish.method === 'INVITE') acknowledge(answer, wish);
    return answer;
  }

  const self: Peer = {
    address: local,
    transport,
    received,
    send: wire.send,
    sent: () => delay(5),
    ask,
    async askSigned(wish, account) {
      const { callId = randomUUID(), cseq = 1, tag = randomUUID() } = wish;
      const challenge = await ask({ ...wish, callId, cseq, tag });
      const asked = challenge.header('WWW-Authenticate') ?? challenge.header('Proxy-Authenticate');
      if (!asked) return challenge;
      const uri = wish.uri ?? `sip:${server.host}:${server.port}`;
      const headers = [...(wish.headers ?? []), authorization(asked, wish.method, uri, account)];
      return ask({ ...wish, callId, cseq: cseq + 1, tag, headers });
    },
    nextRequest: (method, withinMs) => find((message) => message.method === method, `a ${method}`, withinMs),
    answer(request, status, { headers = [], body = '' } = {}) {
      const kept = ['Via', 'Record-Route', 'From', 'Call-ID', 'CSeq'];
      const to = request.header('To') ?? '';
      const lines = [
        `SIP/2.0 ${status}`,
        ...kept.flatMap((name) => request.headers(name).map((value) => `${name}: ${value}`)),
        `To: ${to.includes(';tag=') ? to : `${to};tag=peer`}`,
        ...headers,
      ];
      wire.send(withBody(lines, body));
    },
    contact: (user) => `sip:${user}@${local.host}:${local.port}`,
    [Symbol.asyncDispose]: () => wire.close(),
  };

  /** The ACK of a refusal goes with its INVITE, that of an answer begins the dialog. */
  function acknowledge(answer: SipMessage, { uri = `sip:${server.host}:${server.port}` }: Wish): void {
    const refused = (answer.status ?? 0) >= 300;
    const target = refused ? uri : (/<([^>]*)>/.exec(answer.header('Contact') ?? '')?.[1] ?? uri);
    const via = `SIP/2.0/${transport.toUpperCase()} ${local.host}:${local.port};rport;branch=z9hG4bK${randomUUID()}`;
    const lines = [
      `ACK ${target} SIP/2.0`,
      `Via: ${refused ? answer.header('Via') : via}`,
      `From: ${answer.header('From')}`,
      `To: ${answer.header('To')}`,
      `Call-ID: ${answer.callId}`,
      `CSeq: ${answer.header('CSeq')?.split(' ')[0]} ACK`,
      'Max-Forwards: 70',
    ];
    wire.send(withBody(lines, ''));
  }
  return self;
}

/** An offer or answer of G.711 at an address where nobody listens. */
export const sdp = (host: string, port = 9): string =>
  [
    'v=0',
    `o=- 1 1 IN IP4 ${host}`,
    's=-',
    `c=IN IP4 ${host}`,
    't=0 0',
    `m=audio ${port} RTP/AVP 0`,
    'a=sendrecv',
    '',
  ].join('\r\n');

function requestText(
  wish: Wish & { callId: string; cseq: number },
  { server, local, transport }: { server: Address; local: Address; transport: Transport },
): string {
  const { method, user = 'nobody', callId, cseq, tag = 'peer', toTag, headers = [], body = '' } = wish;
  const host = `${server.host}:${server.port}`;
  const uri = wish.uri ?? `sip:${host}`;
  const to = method === 'REGISTER' ? `sip:${wish.to ?? user}@${host}` : wish.to ? `sip:${wish.to}@${host}` : uri;
  const via = `SIP/2.0/${transport.toUpperCase()} ${local.host}:${local.port};rport;branch=z9hG4bK${randomUUID()}`;
  const lines = [
    `${method} ${uri} SIP/2.0`,
    `Via: ${via}`,
    `From: <sip:${user}@${host}>;tag=${tag}`,
    `To: <${to}>${toTag ? `;tag=${toTag}` : ''}`,
    `Call-ID: ${callId}`,
    `CSeq: ${cseq} ${method}`,
    'Max-Forwards: 70',
    ...headers,
  ];
  return withBody(lines, body);
}

function withBody(lines: readonly string[], body: string): string {
  const type = body.startsWith('v=0') ? ['Content-Type: application/sdp'] : [];
  return [...lines, ...type, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n');
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** The answer to a challenge (RFC 3261, 22.4), for this method and this URI. */
export function authorization(
  challenge: string,
  method: string,
  uri: string,
  { sipUsername, sipPassword }: Account,
  nc = '00000001',
): string {
  const value = (name: string): string => new RegExp(`${name}="?([^",]+)"?`).exec(challenge)?.[1] ?? '';
  const [realm, nonce, opaque] = [value('realm'), value('nonce'), value('opaque')];
  const cnonce = randomUUID();
  const response = md5(
    `${md5(`${sipUsername}:${realm}:${sipPassword}`)}:${nonce}:${nc}:${cnonce}:auth:${md5(`${method}:${uri}`)}`,
  );
  return `Authorization: Digest username="${sipUsername}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}", algorithm=MD5, cnonce="${cnonce}", qop=auth, nc=${nc}, opaque="${opaque}"`;
}

async function overUdp(server: Address, host: string, receive: (message: SipMessage) => void): Promise<Wire> {
  const socket = createSocket('udp4');
  socket.bind(0, host);
  await once(socket, 'listening');
  socket.on('message', (datagram) => {
    const message = parseMessage(datagram);
    if (message) receive(message);
  });
  return {
    local: { host, port: socket.address().port },
    send: (text) => socket.send(text, server.port, server.host),
    async close() {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}

const overStream =
  (transport: 'tcp' | 'tls') =>
  async (server: Address, host: string, receive: (message: SipMessage) => void): Promise<Wire> => {
    const where = { host: server.host, port: server.port, localAddress: host };
    // the certificate is one that the product has made for itself
    const socket = transport === 'tcp' ? net.connect(where) : tls.connect({ ...where, rejectUnauthorized: false });
    await once(socket, transport === 'tcp' ? 'connect' : 'secureConnect');
    let waiting = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      waiting += text;
      for (;;) {
        waiting = waiting.replace(/^(\r\n)+/, '');
        const end = waiting.indexOf('\r\n\r\n');
        const length = Number(/^Content-Length: *(\d+)/im.exec(waiting.slice(0, end + 2))?.[1] ?? 0);
        if (end < 0 || waiting.length < end + 4 + length) return;
        const message = parseMessage(Buffer.from(waiting.slice(0, end + 4 + length)));
        waiting = waiting.slice(end + 4 + length);
        if (message) receive(message);
      }
    });
    socket.on('error', () => {});
    return {
      local: { host, port: socket.localPort ?? 0 },
      send: (text) => void socket.write(text),
      async close() {
        const closed = once(socket, 'close');
        socket.destroy();
        await closed;
      },
    };
  };

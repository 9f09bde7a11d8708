import { randomBytes } from 'node:crypto';
import { authorization, type Credentials } from './digest.ts';
import { type Address, parseMessage, type SipMessage } from './message.ts';
import { below, mutate, pick, type Random } from './mutations.ts';
import { closeUdp, openUdp } from './udp.ts';

export type RoguePhone = AsyncDisposable & {
  /** Runs one session of arbitrary requests to this number. */
  misbehave(number: string): Promise<void>;
  register(): Promise<number>;
  /** the last messages it sent, oldest first */
  readonly sent: readonly string[];
  readonly count: number;
};

const REMEMBERED = 40;

/**
 * A phone with the right password and malformed messages: its digests are valid, but `random` chooses errors in what they sign. It uses no library,
 * which would repair its messages.
 */
export async function openRoguePhone(account: Credentials, server: Address, random: Random): Promise<RoguePhone> {
  const socket = await openUdp();
  const { port } = socket.address();
  const target = `${server.host}:${server.port}`;
  const sent: string[] = [];
  let count = 0;
  const heard = new Map<string, (message: SipMessage) => void>();
  socket.on('message', (datagram) => {
    const message = parseMessage(datagram);
    if (!message) return;
    heard.get(message.callId)?.(message);
    if (message.method && message.method !== 'ACK' && random() < 0.7) void answer(message);
  });

  function send(message: Buffer): Promise<void> {
    count++;
    sent.push(message.toString('latin1'));
    if (sent.length > REMEMBERED) sent.shift();
    if (message.length > 60_000) return Promise.resolve();
    return new Promise((resolve) => socket.send(message, server.port, server.host, () => resolve()));
  }

  /** Sometimes responds to requests, correctly or not. */
  function answer(request: SipMessage): Promise<void> {
    const lines = [
      `SIP/2.0 ${pick(random, ['200 OK', '180 Ringing', '481 No', '500 Bad', '302 Moved', '603 Decline', '999 What'])}`,
      ...request.headers('Via').map((via) => `Via: ${via}`),
      `From: ${request.header('From') ?? ''}`,
      `To: ${request.header('To') ?? ''};tag=r${below(random, 9)}`,
      `Call-ID: ${request.callId}`,
      `CSeq: ${request.header('CSeq') ?? ''}`,
      `Contact: <sip:x@127.0.0.1:${port}>`,
      'Content-Length: 0',
      '',
      '',
    ];
    return send(mutate(lines.join('\r\n'), random));
  }

  const sdp = (): string =>
    [
      'v=0',
      'o=- 1 1 IN IP4 127.0.0.1',
      's=-',
      'c=IN IP4 127.0.0.1',
      't=0 0',
      `m=audio ${pick(random, [port + 1, 4000, 40_000])} RTP/AVP 0 8 101`,
      'a=rtpmap:101 telephone-event/8000',
      pick(random, ['a=sendrecv', 'a=sendonly', 'a=inactive']),
      '',
    ].join('\r\n');

  type Dialog = { callId: string; tag: string; to: string; number: string; cseq: number };

  function request(method: string, dialog: Dialog, more: readonly string[] = [], body = ''): string {
    const uri = method === 'REGISTER' ? `sip:${target}` : `sip:${dialog.number}@${target}`;
    return [
      `${method} ${uri} SIP/2.0`,
      `Via: SIP/2.0/UDP 127.0.0.1:${port};rport;branch=z9hG4bK${randomBytes(6).toString('hex')}`,
      'Max-Forwards: 70',
      `From: <sip:${account.sipUsername}@${target}>;tag=${dialog.tag}`,
      `To: ${dialog.to}`,
      `Call-ID: ${dialog.callId}`,
      `CSeq: ${dialog.cseq} ${method}`,
      `Contact: <sip:${account.sipUsername}@127.0.0.1:${port}>`,
      ...more,
      ...(body ? ['Content-Type: application/sdp'] : []),
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n');
  }

  const newDialog = (number: string): Dialog => ({
    callId: randomBytes(8).toString('hex'),
    tag: randomBytes(4).toString('hex'),
    to: `<sip:${number}@${target}>`,
    number,
    cseq: 1,
  });

  /** Sends a request, and again with a valid digest if it is challenged. Returns the responses within `waitMs`. */
  async function signed(
    method: string,
    dialog: Dialog,
    body: string,
    spoil: boolean,
    waitMs: number,
  ): Promise<SipMessage[]> {
    const answers: SipMessage[] = [];
    const challenged = Promise.withResolvers<SipMessage | null>();
    const settled = Promise.withResolvers<void>();
    heard.set(dialog.callId, (message) => {
      answers.push(message);
      if (message.status === 401) challenged.resolve(message);
      else if (message.status !== undefined && message.status >= 200) settled.resolve();
    });
    await send(Buffer.from(request(method, dialog, [], body)));
    const giveUp = setTimeout(() => challenged.resolve(null), 1000);
    const challenge = await challenged.promise;
    clearTimeout(giveUp);
    if (challenge) {
      if (method === 'INVITE') await send(Buffer.from(request('ACK', { ...dialog, to: challenge.header('To') ?? '' })));
      dialog.cseq++;
      const uri = method === 'REGISTER' ? `sip:${target}` : `sip:${dialog.number}@${target}`;
      const signature = authorization(challenge.header('WWW-Authenticate') ?? '', method, uri, account);
      const message = request(method, dialog, [signature], body);
      await send(spoil ? mutate(message, random) : Buffer.from(message));
    }
    await Promise.race([settled.promise, new Promise((resolve) => setTimeout(resolve, waitMs))]);
    const tagged = answers.findLast(({ status = 0 }) => status > 100 && status !== 401);
    if (tagged) dialog.to = tagged.header('To') ?? dialog.to;
    return answers;
  }

  const IN_DIALOG = [
    'INVITE',
    'UPDATE',
    'ACK',
    'BYE',
    'CANCEL',
    'PRACK',
    'INFO',
    'REFER',
    'NOTIFY',
    'SUBSCRIBE',
    'MESSAGE',
    'OPTIONS',
    'XYZZY',
  ] as const;

  return {
    sent,
    get count() {
      return count;
    },
    async register() {
      const dialog = newDialog(account.sipUsername);
      const answers = await signed('REGISTER', dialog, '', false, 2000);
      return answers.at(-1)?.status ?? 0;
    },
    async misbehave(number) {
      const dialog = newDialog(number);
      const method = pick(random, ['INVITE', 'INVITE', 'INVITE', 'INVITE', 'REGISTER', 'MESSAGE', 'SUBSCRIBE']);
      await signed(method, dialog, method === 'INVITE' ? sdp() : '', true, pick(random, [10, 60, 250, 600]));
      for (let times = below(random, 8); times > 0; times--) {
        const next = pick(random, IN_DIALOG);
        if (random() < 0.8 && next !== 'ACK' && next !== 'CANCEL') dialog.cseq++;
        const message = request(next, dialog, [], random() < 0.5 ? sdp() : '');
        const storm = random() < 0.05 ? 20 : 1;
        for (let again = 0; again < storm; again++) await send(mutate(message, random));
        if (random() < 0.3) await new Promise((resolve) => setTimeout(resolve, below(random, 40)));
      }
      // most of its calls end; some are abandoned
      if (random() < 0.8) await send(Buffer.from(request('BYE', { ...dialog, cseq: dialog.cseq + 1 })));
      if (random() < 0.3) await send(Buffer.from(request('CANCEL', dialog)));
      heard.delete(dialog.callId);
    },
    async [Symbol.asyncDispose]() {
      await closeUdp(socket);
    },
  };
}

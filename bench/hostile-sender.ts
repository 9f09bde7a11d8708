// Floods a port from loopback addresses only: `hostile-sender.ts PORT PACKETS MILLISECONDS`. It runs as a separate process so that sending
// doesn't slow down the measurement.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const [port = 0, packets = 0, milliseconds = 0] = process.argv.slice(2).map(Number);
const HOST = '127.0.0.1';
const sources = ['127.0.0.66', '127.0.0.67', '127.0.0.68', '127.0.0.69'];

const sockets = await Promise.all(
  sources.map(async (source) => {
    const socket = createSocket('udp4');
    socket.on('error', () => {});
    socket.bind(0, source);
    await once(socket, 'listening');
    return { socket, from: `${source}:${socket.address().port}` };
  }),
);

function request(method: string, from: string, n: number, more: string[]): string {
  return [
    `${method} sip:${method === 'REGISTER' ? '' : `${n}@`}${HOST}:${port} SIP/2.0`,
    `Via: SIP/2.0/UDP ${from};rport;branch=z9hG4bKhostile${n}`,
    `From: <sip:user${n}@${HOST}>;tag=${n}`,
    `To: <sip:user${n}@${HOST}>`,
    `Call-ID: hostile-${n}`,
    `CSeq: 1 ${method}`,
    'Max-Forwards: 70',
    `Contact: <sip:user${n}@${from}>`,
    ...more,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}

const credentials = (n: number): string =>
  `Authorization: Digest username="user${n}", realm="phones", nonce="${n}", uri="sip:${HOST}", response="${'0'.repeat(32)}", cnonce="c", qop=auth, nc=00000001`;

/** In turn: registrations without credentials and with wrong ones, calls from strangers, keep-alives, and packets that are not SIP. */
const FORMS: ((from: string, n: number) => string)[] = [
  (from, n) => request('REGISTER', from, n, []),
  (from, n) => request('REGISTER', from, n, [credentials(n)]),
  (from, n) => request('INVITE', from, n, []),
  (from, n) => request('OPTIONS', from, n, []),
  (_from, n) => `REGISTER sip:x SIP/2.0\r\nVia: \u0000\u001b[2J${n}\r\n\r\n`,
];

const begun = performance.now();
for (let n = 0; n < packets;) {
  const due = Math.min(packets, Math.ceil((packets * (performance.now() - begun)) / milliseconds));
  for (; n < due; n++) {
    const sender = sockets[n % sockets.length];
    const form = FORMS[n % FORMS.length];
    if (sender && form) sender.socket.send(form(sender.from, n), port, HOST, () => {});
  }
  await delay(2);
}
for (const { socket } of sockets) socket.close();

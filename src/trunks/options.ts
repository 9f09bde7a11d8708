import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';

/** Result of an OPTIONS request. Any final or provisional response shows that the host is up. */
export type Reply = { kind: 'answered'; roundTripMs: number } | { kind: 'silent' } | { kind: 'refused' };

export type Probe = (target: { host: string; port: number }) => Promise<Reply>;

/** Retransmissions after the first request, in case one is lost. */
const RETRANSMIT_AFTER_MS = [400, 1100] as const;
const TIMEOUT_MS = 2000;

/**
 * Sends OPTIONS to a SIP host over UDP. The socket is connected, so that ICMP reports a closed port at once. Never rejects: a host name that
 * does not resolve counts as silent.
 */
export const probeByOptions: Probe = async ({ host, port }) => {
  const address = await lookup(host, 4).catch(() => null);
  if (address === null) return { kind: 'silent' };
  const socket = createSocket('udp4');
  const { promise, resolve } = Promise.withResolvers<Reply>();
  const timers = [setTimeout(() => resolve({ kind: 'silent' }), TIMEOUT_MS)];
  // port closed, or no route
  socket.on('error', () => resolve({ kind: 'refused' }));
  socket.connect(port, address.address, () => {
    const branch = `z9hG4bK${randomBytes(8).toString('hex')}`;
    const message = optionsMessage({ host, port, branch, from: socket.address() });
    const begun = performance.now();
    socket.on('message', (answer) => {
      // our branch is unique, so this is the response to our request
      if (answer.toString('latin1').startsWith('SIP/2.0 ') && answer.includes(branch))
        resolve({ kind: 'answered', roundTripMs: Math.max(1, Math.round(performance.now() - begun)) });
    });
    const send = (): void => socket.send(message, () => {});
    send();
    timers.push(...RETRANSMIT_AFTER_MS.map((after) => setTimeout(send, after)));
  });
  try {
    return await promise;
  } finally {
    for (const timer of timers) clearTimeout(timer);
    socket.close();
  }
};

type Message = { host: string; port: number; branch: string; from: { address: string; port: number } };

function optionsMessage({ host, port, branch, from }: Message): Buffer {
  const us = `${from.address}:${from.port}`;
  const lines = [
    `OPTIONS sip:${host}:${port} SIP/2.0`,
    `Via: SIP/2.0/UDP ${us};rport;branch=${branch}`,
    'Max-Forwards: 70',
    `From: <sip:check@${us}>;tag=${branch.slice(7)}`,
    `To: <sip:${host}:${port}>`,
    `Call-ID: ${branch.slice(7)}@${from.address}`,
    'CSeq: 1 OPTIONS',
    `Contact: <sip:check@${us}>`,
    'Accept: application/sdp',
    'User-Agent: PBX',
    'Content-Length: 0',
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
}

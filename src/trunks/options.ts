import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';

/** The answer to an OPTIONS: any final or provisional one shows that somebody is there. */
export type Reply = { kind: 'answered'; roundTripMs: number } | { kind: 'silent' } | { kind: 'refused' };

export type Ask = (target: { host: string; port: number }) => Promise<Reply>;

/** Sent again after these, in case one was lost; after the last there is no answer any more. */
const SENT_AGAIN_MS = [400, 1100] as const;
const NO_ANSWER_MS = 2000;

/**
 * Asks a SIP host over UDP whether it is there. The socket is connected, so that a closed port is noticed at once by the ICMP message that
 * comes back. Never rejects: a name that does not resolve is no answer.
 */
export const askOptions: Ask = async ({ host, port }) => {
  const address = await lookup(host, 4).catch(() => null);
  if (address === null) return { kind: 'silent' };
  const socket = createSocket('udp4');
  const { promise, resolve } = Promise.withResolvers<Reply>();
  const timers = [setTimeout(() => resolve({ kind: 'silent' }), NO_ANSWER_MS)];
  // refused, or no way there
  socket.on('error', () => resolve({ kind: 'refused' }));
  socket.connect(port, address.address, () => {
    const branch = `z9hG4bK${randomBytes(8).toString('hex')}`;
    const message = optionsMessage({ host, port, branch, from: socket.address() });
    const begun = performance.now();
    socket.on('message', (answer) => {
      // the branch is ours alone: this answers this message
      if (answer.toString('latin1').startsWith('SIP/2.0 ') && answer.includes(branch))
        resolve({ kind: 'answered', roundTripMs: Math.max(1, Math.round(performance.now() - begun)) });
    });
    const send = (): void => socket.send(message, () => {});
    send();
    timers.push(...SENT_AGAIN_MS.map((after) => setTimeout(send, after)));
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

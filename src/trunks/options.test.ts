import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { probeByOptions } from './options.ts';

/** A UDP host that reacts to each message like this. */
async function peer(react: (message: string, answer: (text: string) => void) => void) {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  socket.on('message', (data, from) => react(data.toString(), (text) => socket.send(text, from.port, from.address)));
  return { target: { host: '127.0.0.1', port: socket.address().port }, close: () => socket.close() };
}
const via = (message: string): string => /^Via: .*$/m.exec(message)?.[0] ?? '';

test.each([['200 OK'], ['404 Not Found'], ['503 Service Unavailable']])(
  '%s shows that somebody is there',
  async (line) => {
    const there = await peer((message, answer) => answer(`SIP/2.0 ${line}\r\n${via(message)}\r\n\r\n`));
    expect(await probeByOptions(there.target)).toMatchObject({ kind: 'answered', roundTripMs: expect.any(Number) });
    there.close();
  },
);

test('a lost OPTIONS is sent again', async () => {
  let heard = 0;
  const there = await peer((message, answer) => {
    if (++heard === 2) answer(`SIP/2.0 200 OK\r\n${via(message)}\r\n\r\n`);
  });
  expect((await probeByOptions(there.target)).kind).toBe('answered');
  there.close();
});

test('silence, a closed port, an unrelated response and an unknown host name do not count as reachable', async () => {
  const silent = await peer(() => {});
  const confused = await peer((_, answer) => answer('SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP x;branch=z9hG4bK1\r\n\r\n'));
  const closed = await peer(() => {});
  closed.close();
  const kinds = await Promise.all(
    [silent.target, confused.target, closed.target, { host: 'nobody.invalid', port: 5060 }].map(
      async (target) => (await probeByOptions(target)).kind,
    ),
  );
  expect(kinds).toEqual(['silent', 'silent', 'refused', 'silent']);
  silent.close();
  confused.close();
});

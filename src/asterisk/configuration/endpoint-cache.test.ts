import { createServer } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listeningPort } from '../../platform/process/listening-port.ts';
import { openEndpointCache } from './endpoint-cache.ts';

/** What each connection to the manager port sent. */
let asked: string[];
let server: ReturnType<typeof createServer>;

beforeEach(async () => {
  asked = [];
  server = createServer((socket) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += String(chunk);
      if (!text.includes('Action: Logoff')) return;
      asked.push(text);
      socket.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => void server.close());

const cache = () => {
  const port = listeningPort(server);
  const connection = {
    node: 'x',
    url: '',
    user: 'u',
    password: 'p',
    amiPort: port,
    spool: '',
    hintsFile: '',
    musicFolder: '',
    audioChannels: null,
  };
  // after the test, the repeated request finds no Asterisk
  return openEndpointCache(
    () => (server.listening ? connection : undefined),
    (error) => {
      throw error;
    },
  );
};
const objectsIn = (text: string): string[] => [...text.matchAll(/Object: (.+)\r\n/g)].map((match) => match[1] ?? '');

test('expires the endpoint and AOR of a changed phone, and combines further changes into one request', async () => {
  const { forget } = cache();
  forget(['acme-101']);
  for (const name of ['acme-102', 'acme-103', 'acme-102']) forget([name]);
  await expect.poll(() => asked).toHaveLength(2);
  expect(asked.map(objectsIn)).toEqual([
    ['acme-101', 'acme-101'],
    ['acme-102', 'acme-102', 'acme-103', 'acme-103'],
  ]);
  expect(asked[0]).toContain('Cache: res_pjsip/endpoint\r\nObject: acme-101');
  expect(asked[0]).toContain('Cache: res_pjsip/aor\r\nObject: acme-101');
});

test('expires everything by one action per cache', async () => {
  cache().forget(null);
  await expect.poll(() => asked).toHaveLength(1);
  expect(asked[0]?.match(/SorceryMemoryCacheExpire\r\n/g)).toHaveLength(2);
});

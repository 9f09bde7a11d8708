import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requestAri } from '../../../src/asterisk/ari-request.ts';
import { readConnection } from '../../../src/asterisk/connection.ts';
import { until } from '../../until.ts';
import { openCallControlFixture, type CallControlFixture } from '../call-control-fixture.ts';

let fixture: CallControlFixture;
beforeAll(async () => {
  fixture = await openCallControlFixture();
});
afterAll(() => fixture[Symbol.asyncDispose]());

/** A REGISTER of a scanner, with terminal control characters in every field that may be logged. */
function hostileRegister(port: number, number: number): Buffer {
  const evil = '\u001b[31m\u001b]0;owned\u0007\u202e';
  return Buffer.concat([
    Buffer.from(
      [
        `REGISTER sip:127.0.0.1 SIP/2.0`,
        `Via: SIP/2.0/UDP 127.0.0.1:${port};branch=z9hG4bK${number}`,
        `From: "x${evil}" <sip:nobody-${number}@127.0.0.1>;tag=${number}`,
        `To: "x${evil}" <sip:nobody-${number}@127.0.0.1>`,
        `Call-ID: ${number}`,
        `CSeq: 1 REGISTER`,
        `Contact: <sip:x@127.0.0.1:${port}>`,
        `User-Agent: scanner`,
      ].join('\r\n'),
    ),
    Buffer.from([0x9b, 0x33, 0x31, 0x6d]),
    Buffer.from('\r\nContent-Length: 0\r\n\r\n'),
  ]);
}

const folder = (): string => path.join(fixture.folder, 'log');
const text = (): string =>
  readdirSync(folder())
    .map((name) => readFileSync(path.join(folder(), name), 'utf8'))
    .join('');
const size = (): number =>
  readdirSync(folder()).reduce((sum, name) => sum + statSync(path.join(folder(), name)).size, 0);

/** Asterisk's own port: what gets past the edge by a fault must not harm the log either. */
const asteriskPort = (): number =>
  Number(
    /^bind = 127\.0\.0\.1:(\d+)/m.exec(readFileSync(path.join(fixture.folder, 'asterisk/etc/pjsip.conf'), 'utf8'))?.[1],
  );

const PACKETS = process.env['LONG'] ? 100_000 : 10_000;

test('a flood of hostile requests produces a small log without terminal control characters', async () => {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  const behindTheEdge = asteriskPort();
  for (let sent = 0; sent < PACKETS; sent++) {
    await new Promise((resolve) => socket.send(hostileRegister(port, sent), behindTheEdge, '127.0.0.1', resolve));
  }
  await until('the sum of what was thinned', () => /more messages like NOTICE res_pjsip/.test(text()));
  socket.close();
  expect(text()).toContain(`failed for '127.0.0.1:${port}'`);
  expect(text()).toContain(String.raw`\x1b[31m`);
  expect(text()).not.toMatch(/[^\P{C}\n]/u);
  expect(size()).toBeLessThan(200_000);
  expect(readdirSync(path.join(fixture.folder, 'asterisk/log'))).toEqual([]);
});

type Module = { name: string; status: string };

test('Asterisk loads exactly the modules that its configuration names', async () => {
  const { body } = await requestAri(readConnection(fixture.folder), 'GET', 'asterisk/modules');
  const running = (body as Module[])
    // modules without the ending are built into the program
    .filter(({ name, status }) => status === 'Running' && name.endsWith('.so'))
    .map(({ name }) => name);
  const text = readFileSync(path.resolve(import.meta.dirname, '../../../asterisk/pbx/modules.conf'), 'utf8');
  const named = [...text.matchAll(/^(?:preload-require|preload|require|load) = (\S+\.so)$/gm)].map(
    ([, name = '']) => name,
  );
  expect(running.sort()).toEqual(named.sort());
});

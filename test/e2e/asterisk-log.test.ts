import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openExchange, type Exchange } from './exchange.ts';
import { until } from './until.ts';

let exchange: Exchange;
beforeAll(async () => {
  exchange = await openExchange();
});
afterAll(() => exchange[Symbol.asyncDispose]());

/** As a scanner sends it, with what a terminal would obey in every field that a log may repeat. */
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

const folder = (): string => path.join(exchange.folder, 'log');
const text = (): string =>
  readdirSync(folder())
    .map((name) => readFileSync(path.join(folder(), name), 'utf8'))
    .join('');
const size = (): number =>
  readdirSync(folder()).reduce((sum, name) => sum + statSync(path.join(folder(), name)).size, 0);

const PACKETS = process.env['LONG'] ? 100_000 : 10_000;

test('a flood of hostile requests leaves a small log, and nothing in it that a terminal obeys', async () => {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  const { sip } = exchange;
  let answers = 0;
  socket.on('message', () => answers++);
  for (let sent = 0; sent < PACKETS; sent++) {
    await new Promise((resolve) => socket.send(hostileRegister(port, sent), sip.port, sip.host, resolve));
  }
  await until('answers to the flood', () => answers > 1000, 30_000);
  await until('the sum of what was thinned', () => /more messages like NOTICE res_pjsip/.test(text()), 30_000);
  socket.close();
  expect(text()).toContain(`failed for '127.0.0.1:${port}'`);
  expect(text()).toContain(String.raw`\x1b[31m`);
  expect(text()).not.toMatch(/[^\P{C}\n]/u);
  expect(size()).toBeLessThan(200_000);
  expect(readdirSync(path.join(exchange.folder, 'asterisk/log'))).toEqual([]);
});

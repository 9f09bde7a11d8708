import { createSocket } from 'node:dgram';
import { expect, test } from 'vitest';
import { until } from '../until.ts';
import { firstDue, openMedia } from './media.ts';
import { tonePayloads } from './sound.ts';

test('received packets, sequence jumps and SSRC changes are counted', async () => {
  await using ear = openMedia();
  await ear.ready;
  const mouth = createSocket('udp4');
  const payloads = tonePayloads(440);
  const say = (sequence: number, ssrc: number, payloadType = 0) => {
    const header = Buffer.from([0x80, payloadType, 0, sequence, 0, 0, 0, 0, 0, 0, 0, ssrc]);
    mouth.send(Buffer.concat([header, payloads.next().value]), ear.port(), '127.0.0.1');
  };
  for (const sequence of [1, 2, 3, 4, 5, 9, 10, 11]) say(sequence, 1);
  say(12, 1, 101); // a telephone-event
  mouth.send(Buffer.from([0x80, 200, 0, 6]), ear.port(), '127.0.0.1'); // RTCP
  say(12, 2);
  say(13, 2);
  await ear.hears(440);
  expect(ear.heard()).toMatchObject({ packets: 10, tones: [440], dbfs: -13, jumps: { sequence: 1, ssrc: 1 } });
  mouth.close();
});

test('audio is sent at 50 packets a second, to the other side’s current address', async () => {
  await using mouth = openMedia();
  await using first = openMedia();
  await using second = openMedia();
  await Promise.all([first.ready, second.ready]);
  const began = performance.now();
  mouth.speak({ host: '127.0.0.1', port: first.port() }, 700);
  await first.hears(700);
  mouth.speak({ host: '127.0.0.1', port: second.port() }, 700);
  await second.hears(700);
  const due = (performance.now() - began) / 20;
  const spoken = first.heard().packets + second.heard().packets;
  // a busy machine starts or stops counting some packets late
  expect(spoken / due).toBeGreaterThan(0.75);
  expect(spoken / due).toBeLessThan(1.25);
});

test('a pressed key sends 100 ms of telephone events instead of sound, and repeats its end three times', async () => {
  await using mouth = openMedia();
  const ear = createSocket('udp4');
  const packets: Buffer[] = [];
  ear.on('message', (packet) => packets.push(packet));
  await new Promise<void>((bound) => ear.bind(0, '127.0.0.1', bound));
  mouth.speak({ host: '127.0.0.1', port: ear.address().port }, 700);
  mouth.press('#');
  await until('sound after the key', () => packets.length >= 10);
  ear.close();
  const events = packets.filter((packet) => (packet[1]! & 0x7f) === 101);
  expect(events.map((packet) => packet.readUInt16BE(14))).toEqual([160, 320, 480, 640, 800, 800, 800, 800]);
  expect(events.map((packet) => [packet[12], packet[13]! >> 7])).toEqual(
    [0, 0, 0, 0, 0, 1, 1, 1].map((end) => [11, end]),
  );
  expect(new Set(events.map((packet) => packet.readUInt32BE(4))).size).toBe(1);
  expect(packets.map((packet) => packet.readUInt16BE(2))).toEqual(packets.map((_, n) => n + 1));
});

test.each([
  ['sound on time', 7, 8, false, 1],
  ['late sound', 7, 20, false, 13],
  ['a key on time', 7, 8, true, 1],
  ['a late key', 7, 20, true, 1],
  ['a key that is not due yet', 8, 8, true, 0],
])('of %s, what is due is sent: packets are at once only if they are sound', (_, done, now, pressing, packets) => {
  expect(now - firstDue(done, now, pressing)).toBe(packets);
});

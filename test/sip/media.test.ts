import { createSocket } from 'node:dgram';
import { expect, test } from 'vitest';
import { openMedia } from './media.ts';
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

import { expect, test } from 'vitest';
import { classify, encodeUlaw, soundParts, tonePayloads, ulawToLinear } from './sound.ts';

/** 100 ms, as the ear takes them. */
function listenTo(payloads: Generator<Buffer>): Buffer {
  return Buffer.concat(Array.from({ length: 5 }, () => payloads.next().value));
}

test('µ-law codes round-trip and match G.711', () => {
  // there are two codes for zero, 0x7f and 0xff
  const codes = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => byte !== 0x7f);
  expect(codes.map((byte) => encodeUlaw(ulawToLinear[byte]!))).toEqual(codes);
  expect(ulawToLinear[0x80]).toBe(32124);
  expect(ulawToLinear[0x00]).toBe(-32124);
});

test.each([350, 440, 480, 620, 777, 1004, 2600])('a tone of %i Hz is recognised', (hz) => {
  const heard = classify(listenTo(tonePayloads(hz)), 0);
  expect(heard).toMatchObject({ kind: 'tone', dbfs: -13 });
  expect(Math.abs(heard.hz - hz)).toBeLessThanOrEqual(3);
});

test('a tone continues across packets without a click', () => {
  const payloads = tonePayloads(437);
  listenTo(payloads);
  expect(classify(listenTo(payloads), 0).kind).toBe('tone');
});

test('silence and a mix of frequencies are told apart', () => {
  expect(classify(listenTo(tonePayloads(0)), 0).kind).toBe('silence');
  const chord = Buffer.from(
    Array.from({ length: 800 }, (_, i) =>
      encodeUlaw(
        Math.round([300, 530, 810, 1270].reduce((sum, hz) => sum + 4000 * Math.sin((i * hz * Math.PI) / 4000), 0)),
      ),
    ),
  );
  expect(classify(chord, 0).kind).toBe('sound');
});

test('adjacent windows with the same sound form one part', () => {
  const at = (kind: 'tone' | 'sound' | 'silence', hz = 0) => ({ at: 0, kind, hz, dbfs: -13 });
  const windows = [
    at('silence'),
    at('tone', 440),
    at('tone', 442),
    at('tone', 620),
    at('sound', 200),
    at('sound', 900),
  ];
  expect(soundParts(windows, 100)).toEqual([
    { kind: 'silence', hz: 0, ms: 100 },
    { kind: 'tone', hz: 440, ms: 200 },
    { kind: 'tone', hz: 620, ms: 100 },
    { kind: 'sound', hz: 0, ms: 200 },
  ]);
});

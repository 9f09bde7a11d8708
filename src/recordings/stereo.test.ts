import fs from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../test/cluster.ts';
import { readWav, writePhoneWav } from '../platform/audio/wav.ts';
import { openStereo, PEAK_STEPS } from './stereo.ts';

const folder = temporaryFolder('stereo');
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const tone = (samples: number, loud: number) => writePhoneWav(Float32Array.from({ length: samples }, () => loud));
function file(name: string, content: Buffer): string {
  const full = path.join(folder, name);
  fs.writeFileSync(full, content);
  return full;
}
async function joined(left: string, right: string) {
  const sound = await openStereo(left, right);
  if (!sound) return null;
  const wav = await buffer(Readable.from(sound.content()));
  await sound.close();
  const read = readWav(wav);
  if ('fault' in read) throw new Error(read.fault);
  return { ...sound, wav, channels: read.channels, rate: read.rate };
}

test('puts one side on the left and the other on the right, and measures both', async () => {
  const sound = await joined(file('a', tone(40_000, 0.5)), file('b', tone(40_000, 0.1)));
  expect(sound).toMatchObject({ milliseconds: 5000, rate: 8000 });
  const [left, right] = sound!.channels;
  expect([left!.length, right!.length]).toEqual([40_000, 40_000]);
  expect(left!.every((sample) => Math.abs(sample - 0.5) < 0.001)).toBe(true);
  expect(right!.every((sample) => Math.abs(sample - 0.1) < 0.001)).toBe(true);
  const loud = (share: number) => Math.round(Math.sqrt(share) * 255);
  expect(new Set(sound!.peaks.subarray(0, PEAK_STEPS))).toEqual(new Set([loud(0.5)]));
  expect(new Set(sound!.peaks.subarray(PEAK_STEPS))).toEqual(new Set([loud(0.1)]));
});

test('goes by the length of the files: a killed recorder leaves sizes of 0', async () => {
  const killed = tone(16_000, 0.5);
  killed.writeUInt32LE(0, 4);
  killed.writeUInt32LE(0, 40);
  const sound = await joined(file('killed', killed), file('whole', tone(8000, 0.5)));
  expect(sound?.milliseconds).toBe(2000);
  expect(sound?.wav.readUInt32LE(40)).toBe(16_000 * 4);
  // the shorter side is silent at its end
  expect(sound?.channels[1]?.at(-1)).toBe(0);
});

test('takes a side that is missing for silence, and two for no sound', async () => {
  const one = await joined(path.join(folder, 'none'), file('only', tone(8000, 0.5)));
  expect(one?.milliseconds).toBe(1000);
  expect(one?.channels[0]?.every((sample) => sample === 0)).toBe(true);
  expect(await openStereo(path.join(folder, 'none'), path.join(folder, 'none'))).toBeNull();
});

test.each([
  ['empty', Buffer.alloc(0)],
  ['no more than a header', tone(0, 0)],
  ['no WAV file', Buffer.alloc(1000, 'x')],
])('records nothing from a file that is %s', async (name, content) => {
  expect(await openStereo(file(name, content), file(`${name} too`, content))).toBeNull();
});

test('does not follow a link that Asterisk’s account may have left', async () => {
  const link = path.join(folder, 'link');
  fs.symlinkSync(file('secret', tone(8000, 0.5)), link);
  expect(await openStereo(link, link)).toBeNull();
});

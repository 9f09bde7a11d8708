import { expect, test } from 'vitest';
import { toPhoneSound } from './phone-sound.ts';
import { phoneSeconds, readWav, repairPhoneWav, writePhoneWav } from './wav.ts';

type Kind = { rate: number; channels: number; bits: number; float?: boolean; extensible?: boolean };

/** A tone as a WAV file of any format, at half of the maximum amplitude. */
function tone(
  { rate, channels, bits, float = false, extensible = false }: Kind,
  hertz: number,
  seconds: number,
): Buffer {
  const [frames, width] = [Math.round(rate * seconds), bits / 8];
  const data = Buffer.alloc(frames * width * channels);
  for (let n = 0; n < frames * channels; n++) {
    const sample = 0.5 * Math.sin((2 * Math.PI * hertz * Math.floor(n / channels)) / rate);
    if (float) data.writeFloatLE(sample, n * width);
    else if (bits === 8) data.writeUInt8(Math.round(128 + sample * 127), n);
    else data.writeIntLE(Math.round(sample * (2 ** (bits - 1) - 1)), n * width, width);
  }
  const fmt = Buffer.alloc(extensible ? 40 : 16);
  fmt.writeUInt16LE(extensible ? 0xfffe : float ? 3 : 1, 0);
  fmt.writeUInt16LE(channels, 2);
  fmt.writeUInt32LE(rate, 4);
  fmt.writeUInt32LE(rate * channels * width, 8);
  fmt.writeUInt16LE(channels * width, 12);
  fmt.writeUInt16LE(bits, 14);
  if (extensible) fmt.writeUInt16LE(float ? 3 : 1, 24);
  // some programs write a chunk of odd length before the sound
  const list = Buffer.concat([Buffer.from('LIST\x03\0\0\0', 'latin1'), Buffer.from('abc\0')]);
  const chunk = (name: string, content: Buffer) => {
    const head = Buffer.alloc(8);
    head.write(name, 'latin1');
    head.writeUInt32LE(content.length, 4);
    return Buffer.concat([head, content]);
  };
  const body = Buffer.concat([Buffer.from('WAVE'), chunk('fmt ', fmt), list, chunk('data', data)]);
  return Buffer.concat([chunk('RIFF', body)]);
}

/** The amplitude of a tone of this frequency in phone sound, from 0 to 1. */
function loudness(wav: Buffer, hertz: number): number {
  const sound = readWav(wav);
  if ('fault' in sound) throw new Error(sound.fault);
  const [samples = new Float32Array()] = sound.channels;
  const part = (turn: (angle: number) => number) =>
    samples.reduce((sum, sample, n) => sum + sample * turn((2 * Math.PI * hertz * n) / 8000), 0) / samples.length;
  return 2 * Math.hypot(part(Math.sin), part(Math.cos));
}

const KINDS: Kind[] = [
  { rate: 8000, channels: 1, bits: 16 },
  { rate: 11_025, channels: 1, bits: 8 },
  { rate: 16_000, channels: 1, bits: 16 },
  { rate: 44_100, channels: 2, bits: 16 },
  { rate: 48_000, channels: 2, bits: 24, extensible: true },
  { rate: 48_000, channels: 1, bits: 32 },
  { rate: 44_100, channels: 2, bits: 32, float: true },
];

test.each(KINDS)('makes phone sound of $rate Hz, $channels channels, $bits bits', async (kind) => {
  const made = await toPhoneSound(tone(kind, 1000, 1), 60);
  if ('fault' in made) throw new Error(made.fault);
  expect(readWav(made.wav)).toMatchObject({ rate: 8000, channels: [{ length: 8000 }] });
  expect(phoneSeconds(made.wav.length)).toBe(1);
  expect(loudness(made.wav, 1000)).toBeCloseTo(0.5, 1);
});

test('removes what phones can’t hear, so that it doesn’t fold back as another tone', async () => {
  const made = await toPhoneSound(tone({ rate: 44_100, channels: 1, bits: 16 }, 7000, 1), 60);
  if ('fault' in made) throw new Error(made.fault);
  expect(loudness(made.wav, 1000)).toBeLessThan(0.01);
});

test.each([
  ['an empty file', Buffer.alloc(0), /empty/],
  ['an MP3 with the name of a WAV', Buffer.concat([Buffer.from('ID3\x04'), Buffer.alloc(500, 0x55)]), /not a WAV/],
  ['a WAV without sound', writePhoneWav(new Float32Array()), /no sound/],
  ['a compressed WAV', withEncoding(0x55), /PCM/],
  ['text', Buffer.from('hello '.repeat(20)), /not a WAV/],
  ['too long a recording', tone({ rate: 8000, channels: 1, bits: 16 }, 500, 3), /lasts 3 seconds.* 2 at most/],
])('refuses %s', async (_, file, words) => {
  const made = await toPhoneSound(file, 2);
  expect('fault' in made && made.fault).toMatch(words);
});

function withEncoding(encoding: number): Buffer {
  const file = tone({ rate: 8000, channels: 1, bits: 16 }, 500, 1);
  file.writeUInt16LE(encoding, 20);
  return file;
}

test('reads and repairs a recording whose recorder was killed', () => {
  const whole = writePhoneWav(new Float32Array(8000).fill(0.25));
  const killed = Buffer.concat([whole, Buffer.from([1])]);
  killed.writeUInt32LE(0, 4);
  killed.writeUInt32LE(0, 40);
  expect(readWav(killed)).toMatchObject({ channels: [{ length: 8000 }] });
  expect(repairPhoneWav(killed).equals(whole)).toBe(true);
});

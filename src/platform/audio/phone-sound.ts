import { resample } from './resample.ts';
import { mixDown, PHONE_RATE, readWav, writePhoneWav } from './wav.ts';

/**
 * Converts any WAV file to sound for phones: mono, 8 kHz, 16 bits, at the same loudness. Needs no other program, so that a greeting can always be
 * set.
 */
export async function toPhoneSound(
  file: Uint8Array,
  maxSeconds: number,
): Promise<{ wav: Buffer; seconds: number } | { fault: string }> {
  const sound = readWav(file);
  if ('fault' in sound) return sound;
  const mono = mixDown(sound);
  const seconds = mono.length / sound.rate;
  if (seconds > maxSeconds)
    return { fault: `This recording lasts ${Math.ceil(seconds)} seconds. It may last ${maxSeconds} at most.` };
  return { wav: writePhoneWav(await resample(mono, sound.rate, PHONE_RATE)), seconds };
}

// ffmpeg, which converts uploaded sound, and eSpeak NG, the packaged voice: finds or installs each, and describes it for the product.
import path from 'node:path';
import { cacheDir } from './paths.mjs';
import { isDescribed } from './program.mjs';
import { say, sentence } from './say.mjs';

const PROGRAMS = {
  ffmpeg: { variable: 'FFMPEG_BIN', without: 'only WAV files can be uploaded as sound' },
  'espeak-ng': { variable: 'ESPEAK_BIN', without: 'no text can be spoken, unless TTS_URL names a service' },
};

/** Only reads two small files if both are already installed. Never fails: without them, only the features in `without` are missing. */
export async function ensureSound() {
  for (const [command, { variable, without }] of Object.entries(PROGRAMS)) {
    const description = path.join(cacheDir(), command, 'program.json');
    if (isDescribed(description, variable)) continue;
    const { findSoundProgram } = await import('./sound-find.mjs');
    try {
      const { version, binary } = await findSoundProgram(description, command, variable);
      say(`${command} ${version} (${binary}).`);
    } catch (error) {
      say(`No ${command}: ${without}. ${sentence(error.message)}`);
      say(`  Install ${command}, or set ${variable} to one.`);
    }
  }
}

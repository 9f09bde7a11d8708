// Asterisk: finds one or installs one, and describes it in engine.json for the product.
import path from 'node:path';
import { cacheDir } from './paths.mjs';
import { isDescribed } from './program.mjs';
import { say, sentence } from './say.mjs';

/** Only reads a small file if Asterisk is already installed. Never fails, because everything but calls works without Asterisk. */
export async function ensureAsterisk() {
  if (process.env.VOICE === 'off') return;
  const description = path.join(cacheDir(), 'asterisk', 'engine.json');
  if (isDescribed(description, 'ASTERISK_BIN')) return;
  const { findAsterisk } = await import('./asterisk-find.mjs');
  const { MIN_VERSION, TESTED } = await import('./asterisk-describe.mjs');
  try {
    const asterisk = await findAsterisk(description);
    const newer =
      Number.parseInt(asterisk.version, 10) > TESTED ? `, newer than the ${TESTED} this was tested with` : '';
    say(`Asterisk ${asterisk.version}${newer} (${asterisk.binary}).`);
  } catch (error) {
    say(`No Asterisk: calls are off, everything else runs. ${sentence(error.message)}`);
    say(`  For calls, install Asterisk ${MIN_VERSION} or later, or set ASTERISK_BIN to one.`);
  }
}

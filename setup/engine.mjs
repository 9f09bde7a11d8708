// The voice engine: finds an Asterisk or installs one, and describes it in engine.json for the program.
import path from 'node:path';
import { cacheDir } from './place.mjs';
import { isDescribed } from './program.mjs';
import { say } from './say.mjs';

/** Fast when nothing is to do: reads one small file. Never ends the set-up: without an engine all but calls runs. */
export async function ensureEngine() {
  if (process.env.VOICE === 'off') return;
  const description = path.join(cacheDir(), 'asterisk', 'engine.json');
  if (isDescribed(description, 'ASTERISK_BIN')) return;
  const { findEngine } = await import('./engine-find.mjs');
  const { OLDEST, TESTED } = await import('./engine-describe.mjs');
  try {
    const engine = await findEngine(description);
    const newer =
      Number.parseInt(engine.version, 10) > TESTED ? `, newer than the ${TESTED} that this was tested with` : '';
    say(`Voice engine: Asterisk ${engine.version}${newer} (${engine.binary}).`);
  } catch (error) {
    say(`Voice engine: none, so calls are off and everything else runs: ${error.message}.`);
    say(`  To have calls, install Asterisk ${OLDEST} or later, or name one in ASTERISK_BIN.`);
  }
}

// The SIP edge: finds a Kamailio or installs one, and describes it in edge.json for the program.
import path from 'node:path';
import { cacheDir } from './place.mjs';
import { isDescribed } from './program.mjs';
import { say } from './say.mjs';

/** Fast when nothing is to do: reads one small file. Never ends the set-up: without an edge all but calls runs. */
export async function ensureEdge() {
  if (process.env.VOICE === 'off') return;
  const description = path.join(cacheDir(), 'kamailio', 'edge.json');
  if (isDescribed(description, 'KAMAILIO_BIN')) return;
  const { findEdge, OLDEST } = await import('./edge-find.mjs');
  try {
    const edge = await findEdge(description);
    say(`SIP edge: Kamailio ${edge.version} (${edge.binary}).`);
  } catch (error) {
    say(`SIP edge: none, so calls are off and everything else runs: ${error.message}.`);
    say(`  To have calls, install Kamailio ${OLDEST} or later with its TLS module, or name one in KAMAILIO_BIN.`);
  }
}

// Kamailio, the SIP edge: finds one or installs one, and describes it in edge.json for the product.
import path from 'node:path';
import { cacheDir } from './paths.mjs';
import { isDescribed } from './program.mjs';
import { say, sentence } from './say.mjs';

/** Only reads a small file if Kamailio is already installed. Never fails, because everything but calls works without it. */
export async function ensureEdge() {
  if (process.env.VOICE === 'off') return;
  const description = path.join(cacheDir(), 'kamailio', 'edge.json');
  if (isDescribed(description, 'KAMAILIO_BIN')) return;
  const { findEdge, MIN_VERSION } = await import('./edge-find.mjs');
  try {
    const edge = await findEdge(description);
    say(`Kamailio ${edge.version}, the SIP edge (${edge.binary}).`);
  } catch (error) {
    say(`No Kamailio: calls are off, everything else runs. ${sentence(error.message)}`);
    say(`  For calls, install Kamailio ${MIN_VERSION} or later with its TLS module, or set KAMAILIO_BIN to one.`);
  }
}

// The SIP edge: finds a Kamailio or installs one, and describes it in edge.json for the program.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { cacheDir } from './place.mjs';
import { say } from './say.mjs';

/** Fast when nothing is to do: reads one small file. Never ends the set-up: without an edge all but calls runs. */
export async function ensureEdge() {
  if (process.env.VOICE === 'off') return;
  const description = path.join(cacheDir(), 'kamailio', 'edge.json');
  if (fits(read(description))) return;
  const { findEdge, OLDEST } = await import('./edge-find.mjs');
  try {
    const edge = await findEdge(description);
    say(`SIP edge: Kamailio ${edge.version} (${edge.binary}).`);
  } catch (error) {
    say(`SIP edge: none, so calls are off and everything else runs: ${error.message}.`);
    say(`  To have calls, install Kamailio ${OLDEST} or later with its TLS module, or name one in KAMAILIO_BIN.`);
  }
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** Whether what edge.json describes is still there, and is what KAMAILIO_BIN asks for. */
function fits(edge) {
  if (!edge || !existsSync(edge.binary) || !existsSync(edge.modulesDir)) return false;
  const wanted = process.env.KAMAILIO_BIN;
  return wanted ? edge.kind === 'given' && edge.binary === path.resolve(wanted) : edge.kind !== 'given';
}

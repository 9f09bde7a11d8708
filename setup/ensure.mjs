// Installs what is missing on a fresh machine. The npm scripts run it first: `node setup/ensure.mjs start|test|test-long|check`.
// Plain JavaScript without dependencies: it runs on the machine's Node, before there are any packages.
import { ensurePackages } from './packages.mjs';
import { root } from './paths.mjs';

const MODES = {
  check: [packages],
  start: [packages, asterisk, edge, sound, pages],
  test: [packages, asterisk, edge, sound, testTools, pages],
  'test-long': [packages, asterisk, edge, sound, testTools, sipClients, pages],
};

const steps = MODES[process.argv[2]];
try {
  if (Number.parseInt(process.versions.node, 10) < 20)
    throw new Error(`Node 20 or later is needed; this is ${process.version}`);
  if (!steps) throw new Error(`usage: node setup/ensure.mjs ${Object.keys(MODES).join('|')}`);
  process.chdir(root);
  process.umask(0o022); // another user may have to run what this one installs
  for (const step of steps) await step();
} catch (error) {
  console.error(`Set-up failed: ${error.message}.`);
  process.exitCode = 1;
}

function packages() {
  return ensurePackages();
}

async function asterisk() {
  const { ensureAsterisk } = await import('./asterisk.mjs');
  return ensureAsterisk();
}

async function edge() {
  const { ensureEdge } = await import('./edge.mjs');
  return ensureEdge();
}

async function sound() {
  const { ensureSound } = await import('./sound.mjs');
  return ensureSound();
}

async function testTools() {
  const { ensureTestTools } = await import('./test-tools.mjs');
  return ensureTestTools();
}

async function sipClients() {
  const { ensureSipClients } = await import('./sip-clients.mjs');
  return ensureSipClients();
}

async function pages() {
  const { ensurePages } = await import('./pages.mjs');
  return ensurePages();
}

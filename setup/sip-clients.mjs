// Third-party SIP programs for the long form of the tests. Never fails: without one, its tests are skipped.
import { existsSync } from 'node:fs';
import { which } from './paths.mjs';
import { say } from './say.mjs';

/** Debian's packages by the program that a test looks for. */
const CLIENTS = { baresip: 'baresip', linphonec: 'linphone-cli', sipsak: 'sipsak', svwar: 'sipvicious', gdb: 'gdb' };

export async function ensureSipClients() {
  const missing = Object.keys(CLIENTS).filter((program) => !which(program, existsSync));
  if (missing.length === 0) return;
  const packages = missing.map((program) => CLIENTS[program]);
  const { aptInstall, canAptInstall } = await import('./apt.mjs');
  if (canAptInstall()) await aptInstall(packages).catch((error) => say(`  ${error.message}.`));
  const left = missing.filter((program) => !which(program, existsSync));
  if (left.length > 0)
    say(`Tests of ${left.join(', ')} are skipped. To run them: sudo apt-get install -y ${packages.join(' ')}`);
}

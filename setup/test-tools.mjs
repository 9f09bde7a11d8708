// What the tests need besides the product: SIP phones, a browser, and a second PostgreSQL if there is one.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { installedBrowser } from './installed-browser.mjs';
import { which } from './paths.mjs';

const RECORD = 'node_modules/.cache/strowger/test-tools.json';
const FIELDS = ['sipp', 'sippLoader', 'sippLibraryPath', 'chromium', 'chromiumEnv', 'pgDump', 'systemPostgresBin'];
const written = (tools) => JSON.stringify(Object.fromEntries(FIELDS.map((name) => [name, tools[name] ?? null])));

/** Only checks if nothing is missing. The tests read the record. */
export async function ensureTestTools() {
  const before = read();
  const sipp = which('sipp', existsSync);
  const browser = installedBrowser();
  const found = {
    ...(sipp ? { sipp, sippLoader: null, sippLibraryPath: null } : kept(before, 'sipp')),
    ...(browser ? { chromium: browser, chromiumEnv: {} } : kept(before, 'chromium')),
    ...postgres(),
  };
  if (found.sipp && found.chromium && written(found) === written(before)) return;
  const { provide } = await import('./test-tools-install.mjs');
  const tools = await provide(found);
  mkdirSync(path.dirname(RECORD), { recursive: true });
  writeFileSync(RECORD, written(tools));
}

function read() {
  try {
    return JSON.parse(readFileSync(RECORD, 'utf8'));
  } catch {
    return {};
  }
}

/** The fields of one tool in the earlier record, if it is still there. */
const kept = (record, tool) =>
  existsSync(record[tool] ?? '')
    ? Object.fromEntries(Object.entries(record).filter(([name]) => name.startsWith(tool)))
    : {};

/** Debian's PostgreSQL of the oldest version that the program supports, with the pg_dump that goes with it. */
function postgres() {
  const folder = '/usr/lib/postgresql';
  const versions = existsSync(folder)
    ? readdirSync(folder)
        .map(Number)
        .filter((version) => version >= 15)
        .sort((a, b) => a - b)
    : [];
  const bin = versions
    .map((version) => path.join(folder, String(version), 'bin'))
    .find((each) => existsSync(path.join(each, 'initdb')));
  const pgDump = bin ? path.join(bin, 'pg_dump') : which('pg_dump', existsSync);
  return { pgDump: pgDump && existsSync(pgDump) ? pgDump : null, systemPostgresBin: bin ?? null };
}

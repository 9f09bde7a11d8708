import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { chownTo, type Account } from '../../platform/process/run-as.ts';
import type { AsteriskInstallation } from '../installation/installation.ts';

export type Values = Record<string, string | number>;

/** Fills in `{{name}}`. Throws if a name has no value, or a value contains a character that could end its line. */
export function fill(template: string, values: Values): string {
  return template.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`There is no value for {{${name}}}.`);
    // ';' begins a comment in Asterisk's files
    if (/[;\0]/.test(String(value)))
      throw new Error(`The value of {{${name}}} holds a character that Asterisk's files cannot.`);
    return String(value);
  });
}

/** These files stay empty, because Asterisk only complains about missing ones. */
const EMPTY = 'acl ccss cel extconfig features geolocation manager pjproject sorcery udptl websocket_client'.split(' ');

const TEMPLATES = path.resolve(import.meta.dirname, '../../../asterisk');

/**
 * Writes the common templates and those of this kind. They contain passwords, so only Asterisk's account can read them.
 * `leftOut`: modules not to load.
 */
export function writeConfiguration(
  kind: 'pbx' | 'carrier',
  {
    etc,
    values,
    account,
    leftOut = [],
  }: { etc: string; values: Values; account: Account | undefined; leftOut?: readonly string[] },
): void {
  fs.rmSync(etc, { recursive: true, force: true });
  ownedFolder(etc, account);
  const files = new Map(EMPTY.map((name) => [`${name}.conf`, '']));
  for (const folder of ['common', kind].map((name) => path.join(TEMPLATES, name))) {
    for (const name of fs.readdirSync(folder)) {
      files.set(name, fill(fs.readFileSync(path.join(folder, name), 'utf8'), values));
    }
  }
  const modules = files.get('modules.conf') ?? '';
  files.set('modules.conf', withoutModules(modules, leftOut));
  for (const [name, text] of files) {
    const target = path.join(etc, name);
    fs.writeFileSync(target, text, { mode: 0o600 });
    chownTo(account, target);
  }
}

const withoutModules = (text: string, leftOut: readonly string[]): string =>
  text
    .split('\n')
    .filter((line) => !leftOut.some((module) => line.endsWith(` = ${module}`)))
    .join('\n');

/** Prepares the folders that Asterisk writes to, and those with its documentation and sounds. */
export function prepareHome(
  home: string,
  { dataDir }: Pick<AsteriskInstallation, 'dataDir'>,
  account: Account | undefined,
): void {
  const spool = ['recording', 'lent', 'emergency', 'refused'].map((name) => `spool/${name}`);
  for (const name of ['', 'lib', 'log', 'spool', ...spool]) ownedFolder(path.join(home, name), account);
  const data = path.join(home, 'data');
  fs.rmSync(data, { recursive: true, force: true });
  for (const name of [data, path.join(data, 'sounds')]) ownedFolder(name, account);
  // without its documentation folder Asterisk exits at start
  for (const name of ['documentation', 'rest-api']) link(path.join(dataDir, name), path.join(data, name));
  link(englishSounds(path.join(dataDir, 'sounds')), path.join(data, 'sounds/en'));
  // copied, because Asterisk's account may have no access to this checkout
  fs.cpSync(path.join(TEMPLATES, 'prompts'), path.join(data, 'sounds/strowger'), { recursive: true });
  fs.cpSync(path.join(TEMPLATES, 'music'), path.join(data, 'music'), { recursive: true });
}

/**
 * Prepares the folder where call control writes the tenants' own hold music. It belongs to us, and Asterisk's account
 * can read it.
 */
export function prepareMusic(folder: string, account: Account | undefined): void {
  fs.mkdirSync(folder, { recursive: true });
  if (account) fs.chownSync(folder, process.getuid?.() ?? 0, account.gid);
  // files created in it belong to the same group
  fs.chmodSync(folder, 0o2750);
}

/**
 * Identifies this Asterisk among all that share a database. Asterisk requires a MAC address, so it is a locally
 * administered one.
 */
export function entityId(home: string): string {
  const file = path.join(home, 'entity-id');
  if (!fs.existsSync(file)) {
    const bytes = randomBytes(5);
    fs.writeFileSync(file, ['02', ...[...bytes].map((byte) => byte.toString(16).padStart(2, '0'))].join(':'));
  }
  return fs.readFileSync(file, 'utf8').trim();
}

function ownedFolder(folder: string, account: Account | undefined): void {
  if (!fs.existsSync(folder)) fs.mkdirSync(folder, { mode: 0o700 });
  chownTo(account, folder);
}

function link(target: string, name: string): void {
  if (fs.existsSync(target)) fs.symlinkSync(target, name);
}

/** Distributions have the English sounds under different names. */
function englishSounds(sounds: string): string {
  const folders = ['en', 'en_US_f_Allison', '.'].map((name) => path.join(sounds, name));
  return folders.find((folder) => fs.existsSync(path.join(folder, 'digits'))) ?? sounds;
}

// Unpacks Debian packages into our own folder, without root and without changing the host's packages.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { debianMirror, parseDeb822, parseOneLine, sourceFor } from './apt-sources.mjs';
import { which } from './paths.mjs';
import { run } from './run.mjs';

const ARCHIVE_KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const SUMS = 'SHA256SUMS';

/** The machine's Debian mirror, or null without apt or a mirror. */
export function findMirror() {
  if (!which('apt-get', existsSync) || !which('dpkg-deb', existsSync)) return null;
  const folder = '/etc/apt/sources.list.d';
  const files = [
    '/etc/apt/sources.list',
    ...(existsSync(folder) ? readdirSync(folder).map((name) => path.join(folder, name)) : []),
  ];
  const sources = files
    .filter((file) => existsSync(file))
    .flatMap((file) => {
      if (file.endsWith('.sources')) return parseDeb822(readFileSync(file, 'utf8'));
      return file.endsWith('.list') ? parseOneLine(readFileSync(file, 'utf8')) : [];
    });
  const mirror = debianMirror(sources);
  if (mirror && !mirror.options['Signed-By'] && existsSync(ARCHIVE_KEYRING))
    mirror.options['Signed-By'] = ARCHIVE_KEYRING;
  return mirror;
}

/** Downloads packages of one suite and their dependencies into `into`, with checksums, and returns their names. */
export async function download({ mirror, suite, packages, work, into }) {
  for (const folder of ['lists/partial', 'archives/partial', 'sources', 'state', into])
    mkdirSync(path.resolve(work, folder), { recursive: true });
  writeFileSync(path.join(work, 'status'), '');
  writeFileSync(path.join(work, 'sources/debian.sources'), sourceFor(mirror, suite));
  const config = path.join(work, 'apt.conf');
  writeFileSync(config, await aptConfig(work));
  const options = { env: { ...process.env, APT_CONFIG: config, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' } };
  await run('the package lists could not be read', 'apt-get', ['update', '-qq', '--error-on=any'], options);
  await run(
    'the packages could not be downloaded',
    'apt-get',
    ['install', '-y', '-qq', '--download-only', '--no-install-recommends', ...packages],
    options,
  );
  const archives = path.join(work, 'archives');
  const debs = readdirSync(archives).filter((name) => name.endsWith('.deb'));
  for (const name of debs) renameSync(path.join(archives, name), path.join(into, name));
  writeFileSync(path.join(into, SUMS), debs.map((name) => `${sha256(path.join(into, name))}  ${name}\n`).join(''));
  return debs;
}

/** The machine's settings for reaching a mirror (proxy, retries), but nothing else of its configuration, such as hooks. */
async function aptConfig(work) {
  const dump = await run('apt cannot be asked for its configuration', 'apt-config', ['dump']);
  const reach = dump.split('\n').filter((line) => /^Acquire::(?!IndexTargets|Languages|GzipIndexes)/.test(line));
  const architecture = (await run('dpkg cannot be asked', 'dpkg', ['--print-architecture'])).trim();
  const at = (name) => JSON.stringify(path.join(work, name));
  return [
    ...reach,
    'Acquire::Languages "none";',
    'Acquire::Retries "3";',
    `APT::Architecture "${architecture}";`,
    `APT::Architectures { "${architecture}"; };`,
    'APT::Sandbox::User "root";', // the folder is ours: its own user could not write there
    'Dir::Etc::main "/dev/null";',
    'Dir::Etc::parts "/dev/null";',
    'Dir::Etc::preferences "/dev/null";',
    'Dir::Etc::preferencesparts "/dev/null";',
    'Dir::Etc::sourcelist "/dev/null";',
    `Dir::Etc::sourceparts ${at('sources')};`,
    `Dir::State ${at('state')};`,
    `Dir::State::lists ${at('lists')};`,
    `Dir::State::status ${at('status')};`,
    `Dir::Cache ${at('')};`,
    `Dir::Cache::archives ${at('archives')};`,
    'Dir::Cache::pkgcache "";',
    'Dir::Cache::srcpkgcache "";',
    `Dir::Log ${at('state')};`,
    '',
  ].join('\n');
}

/** The packages of an earlier download, or null if any is missing or damaged. */
export function storedPackages(folder) {
  if (!existsSync(path.join(folder, SUMS))) return null;
  const lines = readFileSync(path.join(folder, SUMS), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split('  '));
  const good = lines.every(
    ([sum, name]) => existsSync(path.join(folder, name)) && sha256(path.join(folder, name)) === sum,
  );
  return good ? lines.map(([, name]) => name) : null;
}

const sha256 = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

// Dependencies for installing or administering, which running a server from a folder doesn't need.
const NOT_UNPACKED =
  /^(adduser|debconf|dpkg|gcc-\d+-base|init-system-helpers|(lib)?python3|libperl|login|media-types|mount|passwd|perl|sensible-utils|tar|ucf|util-linux)[-_\d.]/;
const TRIMMED = [
  'usr/share/doc',
  'usr/share/man',
  'usr/share/locale',
  'usr/share/perl*',
  'usr/share/info',
  'usr/share/lintian',
  'usr/share/bug',
  'usr/lib/*/perl*',
  'usr/lib/systemd',
  // graphics drivers, which no program without a screen loads
  'usr/lib/*/dri',
  'usr/lib/*/libLLVM*',
  'usr/lib/llvm-*',
  'usr/share/icons',
  'usr/share/fonts',
  'etc',
  'var',
  'dev',
];

/** Unpacks a package set into a root folder, with files that every user may read. */
export async function unpack(folder, names, rootfs) {
  // Packages from before the /usr merge have files behind these links, so create them first.
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    mkdirSync(path.join(rootfs, 'usr', name), { recursive: true });
    symlinkSync(`usr/${name}`, path.join(rootfs, name));
  }
  const waiting = names.filter((name) => !NOT_UNPACKED.test(name));
  const lane = async () => {
    for (let name = waiting.pop(); name; name = waiting.pop()) await unpackOne(path.join(folder, name), rootfs);
  };
  await Promise.all([lane(), lane()]); // unpacking is bound by the processor: two at a time halve it
}

/** If dpkg-deb fails half-way, tar gets a truncated archive and fails, too. */
const unpackOne = (deb, rootfs) =>
  run(`${path.basename(deb)} could not be unpacked`, 'sh', [
    '-c',
    'deb=$1; shift; dpkg-deb --fsys-tarfile "$deb" | tar "$@"',
    'sh',
    deb,
    '-x',
    '-C',
    rootfs,
    '--no-same-owner',
    '--no-same-permissions',
    '--keep-directory-symlink',
    ...TRIMMED.map((each) => `--exclude=./${each}`),
  ]);

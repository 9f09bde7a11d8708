import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { canEnter, giveTo, unprivilegedAccount, type Account } from '../process/run-as.ts';

const NOTE = 'elsewhere.txt';
const ELSEWHERE = '/var/lib/strowger';

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** Where the data lies, and as whom the server runs. */
export type Place = { folder: string; account: Account | undefined };

/**
 * The folder that really holds the data: the one asked for, or, if root started us and the server's account cannot get
 * there (root's home is closed to others), one under /var/lib, which a note in the folder asked for names from then on.
 */
export function findPlace(dataDir: string): Place {
  fs.mkdirSync(path.dirname(dataDir), { recursive: true });
  const note = path.join(dataDir, NOTE);
  if (fs.existsSync(note)) {
    const folder = /^\/.+$/m.exec(fs.readFileSync(note, 'utf8'))?.[0];
    if (folder === undefined) throw new Error(`${note} names no folder.`);
    return { folder, account: unprivilegedAccount(['postgres', 'nobody'], folder) };
  }
  const account = unprivilegedAccount(['postgres', 'nobody'], dataDir);
  if (account === undefined || canEnter(account, path.dirname(dataDir))) return { folder: dataDir, account };
  const folder = path.join(ELSEWHERE, shortHash(dataDir), 'postgres');
  fs.mkdirSync(path.dirname(folder), { recursive: true, mode: 0o755 });
  fs.mkdirSync(dataDir, { recursive: true });
  fs.writeFileSync(
    note,
    `${account.name}, as whom PostgreSQL runs here, cannot enter this folder. Its data lies in\n${folder}\n`,
  );
  return { folder, account };
}

/** Makes a folder of the server's own; one that somebody else has made, or can write to, is refused. */
export function ownFolder(folder: string, mode: number, account: Account | undefined): void {
  try {
    fs.mkdirSync(folder, { mode });
    fs.chmodSync(folder, mode); // whatever the umask
    giveTo(account, folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const stat = fs.lstatSync(folder);
  const owner = account?.uid ?? process.getuid?.() ?? stat.uid;
  if (!stat.isDirectory() || stat.uid !== owner || (stat.mode & 0o022) !== 0) {
    throw new Error(
      `${folder} is there already, and not a folder of ${account?.name ?? 'this user'} alone (owner ${stat.uid}). Remove it.`,
    );
  }
}

/**
 * The folder of the server's socket: the same for the same data folder, so that other processes find it, and short, since
 * a socket's whole path may hold 107 bytes. Not where TMPDIR says: that may be long, or have spaces, which Asterisk's driver does not quote.
 */
export function socketFolder(dataDir: string): string {
  const parent = path.dirname(path.resolve(dataDir));
  const real = fs.existsSync(parent) ? fs.realpathSync(parent) : parent;
  // only root can write to /run, so nobody can take the name there
  const base = process.getuid?.() === 0 && fs.existsSync('/run') ? '/run' : '/tmp';
  return path.join(base, `strowger-${shortHash(path.join(real, path.basename(dataDir)))}`);
}

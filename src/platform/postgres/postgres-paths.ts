import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { canEnter, chownTo, unprivilegedAccount, type Account } from '../process/run-as.ts';
import { systemErrorCode } from '../process/system-error.ts';

const NOTE = 'elsewhere.txt';
const ELSEWHERE = '/var/lib/strowger';

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** The folder of the data, and the account of the server. */
export type Place = { folder: string; account: Account | undefined };

/**
 * The folder that really contains the data. Normally the configured one; but if root started us and the server's account cannot enter it (root's
 * home is closed to others), one under /var/lib, which a note in the configured folder names from then on.
 */
export function findDataFolder(dataDir: string): Place {
  fs.mkdirSync(path.dirname(dataDir), { recursive: true });
  const note = path.join(dataDir, NOTE);
  if (fs.existsSync(note)) {
    const folder = /^\/.+$/m.exec(fs.readFileSync(note, 'utf8'))?.[0];
    if (folder === undefined)
      throw new Error(`${note} does not name a folder. Write the path of the data folder into it.`);
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

/** Creates a folder owned by the account. Refuses one that another user owns or can write to. */
export function ownFolder(folder: string, mode: number, account: Account | undefined): void {
  try {
    fs.mkdirSync(folder, { mode });
    fs.chmodSync(folder, mode); // regardless of the umask
    chownTo(account, folder);
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw error;
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
 * The folder of the server's socket. It depends only on the data folder, so that other processes find it, and is short, because a socket's path
 * is limited to 107 bytes. TMPDIR is not used: it may be long or contain spaces, which Asterisk's driver does not quote.
 */
export function socketFolder(dataDir: string): string {
  const parent = path.dirname(path.resolve(dataDir));
  const real = fs.existsSync(parent) ? fs.realpathSync(parent) : parent;
  // only root can write to /run, so nobody can take the name there
  const base = process.getuid?.() === 0 && fs.existsSync('/run') ? '/run' : '/tmp';
  return path.join(base, `strowger-${shortHash(path.join(real, path.basename(dataDir)))}`);
}

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

/** Whom a child process runs as. */
export type Account = { uid: number; gid: number; name: string };

const idOf = (flag: '-u' | '-g', name: string): number | undefined => {
  const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : undefined;
};

/**
 * The account for a server that must not run as root: undefined when we are not root ourselves, since then it runs as we do.
 * What exists on disk keeps its owner, whatever accounts have come to the machine since.
 */
export function unprivilegedAccount(names: readonly string[], owned?: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const stat = owned === undefined ? undefined : fs.statSync(owned, { throwIfNoEntry: false });
  if (stat && stat.uid !== 0) return { uid: stat.uid, gid: stat.gid, name: `user ${stat.uid}` };
  for (const name of names) {
    const uid = idOf('-u', name);
    const gid = idOf('-g', name);
    if (uid !== undefined && gid !== undefined) return { uid, gid, name };
  }
  throw new Error(`Running as root, and this machine has none of the users ${names.join(', ')}.`);
}

/** Options of `spawn` that make the child run as this account; none for our own. */
export const runAs = (account: Account | undefined): { uid?: number; gid?: number } =>
  account ? { uid: account.uid, gid: account.gid } : {};

/** Whether the account can go into a folder; asked of the system itself, which knows of every closed parent and list of rights. */
export function canEnter(account: Account | undefined, folder: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { ...runAs(account), cwd: '/' }).status === 0;
}

/** Gives a file or folder to the account; nothing to do when it is our own. */
export function giveTo(account: Account | undefined, target: string): void {
  if (account) fs.chownSync(target, account.uid, account.gid);
}

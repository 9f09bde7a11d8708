import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

/** The account that a child process runs as. */
export type Account = { uid: number; gid: number; name: string };

const idOf = (flag: '-u' | '-g', name: string): number | undefined => {
  const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : undefined;
};

/**
 * The account for a server that must not run as root. Undefined if we are not root, because then it runs as we do. Existing data keeps its owner,
 * even if the machine has other accounts now.
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
  throw new Error(`Running as root, but this machine has none of the users ${names.join(', ')}. Create one of them.`);
}

/** `spawn` options that run the child as this account; empty for our own. */
export const runAs = (account: Account | undefined): { uid?: number; gid?: number } =>
  account ? { uid: account.uid, gid: account.gid } : {};

/** Whether the account can enter a folder. Lets the system decide, which knows closed parent folders and access control lists. */
export function canEnter(account: Account | undefined, folder: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { ...runAs(account), cwd: '/' }).status === 0;
}

/** Makes the account the owner of a file or folder. Does nothing for our own account. */
export function chownTo(account: Account | undefined, target: string): void {
  if (account) fs.chownSync(target, account.uid, account.gid);
}

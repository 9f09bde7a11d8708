import type { Tx } from '../platform/db/db.ts';
import { errorFactory, platformErrors } from '../platform/http/errors.ts';
import { objectUseErrors, type SharedObject } from './contract.ts';

const fail = errorFactory({ ...platformErrors, ...objectUseErrors });

/** A slice whose rows point to shared objects: the names of those that point to this one. It sees the transaction's tenant only. */
export type ObjectUser = (tx: Tx, object: SharedObject) => Promise<string[]>;

const list = new Intl.ListFormat('en-US');

/** Refuses to delete an object that something uses (`in_use`), and names what. The tenant is locked. */
export async function requireUnused(tx: Tx, object: SharedObject, users: readonly ObjectUser[]): Promise<void> {
  const names: string[] = [];
  for (const uses of users) names.push(...(await uses(tx, object)));
  if (names.length > 0) throw fail('in_use', `This is used by ${list.format(names)}. Choose another there first.`);
}

import type { Tx } from '../platform/db/db.ts';
import { errorFactory, platformErrors } from '../platform/http/errors.ts';
import { type ObjectUse, objectUseErrors } from './contract.ts';

const fail = errorFactory({ ...platformErrors, ...objectUseErrors });

/**
 * A slice whose rows use schedules or number lists. Returns the uses of these, each with the id of the used object. Sees only the transaction's
 * tenant.
 */
export type ObjectUser = (tx: Tx, ids: readonly string[]) => Promise<(ObjectUse & { used: string })[]>;

/** All users of schedules and number lists. The value is in `src/object-users.ts`. */
export type ObjectUsers = readonly ObjectUser[];

const KINDS: Readonly<Record<ObjectUse['kind'], string>> = { flow: 'the call flow' };
const list = new Intl.ListFormat('en-US');

/** The uses of each object. */
export async function usesOf(tx: Tx, ids: readonly string[], users: ObjectUsers): Promise<Map<string, ObjectUse[]>> {
  const found = new Map(ids.map((id): [string, ObjectUse[]] => [id, []]));
  if (ids.length === 0) return found;
  for (const user of users) for (const { used, ...use } of await user(tx, ids)) found.get(used)?.push(use);
  return found;
}

/** Refuses to delete an object that is in use (`in_use`), and lists its uses. The caller has locked the tenant. */
export async function requireUnused(tx: Tx, id: string, users: ObjectUsers): Promise<void> {
  const names = ((await usesOf(tx, [id], users)).get(id) ?? []).map(({ kind, name }) => `${KINDS[kind]} ${name}`);
  if (names.length > 0) throw fail('in_use', `This is used by ${list.format(names)}. Choose another there first.`);
}

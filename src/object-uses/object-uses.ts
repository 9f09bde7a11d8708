import type { Tx } from '../platform/db/db.ts';
import { errorFactory, platformErrors } from '../platform/http/errors.ts';
import { type ObjectUse, objectUseErrors } from './contract.ts';

const fail = errorFactory({ ...platformErrors, ...objectUseErrors });

/** A slice whose rows point to schedules or lists of numbers: what uses these, each with the id of what it uses. It sees the transaction's tenant only. */
export type ObjectUser = (tx: Tx, ids: readonly string[]) => Promise<(ObjectUse & { used: string })[]>;

/** Everything that points to them: `src/object-users.ts`. */
export type ObjectUsers = readonly ObjectUser[];

const KINDS: Readonly<Record<ObjectUse['kind'], string>> = { flow: 'the call flow' };
const list = new Intl.ListFormat('en-US');

/** What uses each of the objects. */
export async function usesOf(tx: Tx, ids: readonly string[], users: ObjectUsers): Promise<Map<string, ObjectUse[]>> {
  const found = new Map(ids.map((id): [string, ObjectUse[]] => [id, []]));
  if (ids.length === 0) return found;
  for (const user of users) for (const { used, ...use } of await user(tx, ids)) found.get(used)?.push(use);
  return found;
}

/** Refuses to delete an object that something uses (`in_use`), and names what. The tenant is locked. */
export async function requireUnused(tx: Tx, id: string, users: ObjectUsers): Promise<void> {
  const names = ((await usesOf(tx, [id], users)).get(id) ?? []).map(({ kind, name }) => `${KINDS[kind]} ${name}`);
  if (names.length > 0) throw fail('in_use', `This is used by ${list.format(names)}. Choose another there first.`);
}

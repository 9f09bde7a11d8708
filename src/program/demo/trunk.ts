import { asOperator, type Db } from '../../platform/db/db.ts';
import { SYSTEM } from '../../platform/http/caller.ts';
import { TrunkCreate, TrunkQuery } from '../../trunks/contract.ts';
import { createTrunk, editTrunk, listTrunks } from '../../trunks/trunks.ts';

const NAME = 'Demo carrier';

/** Points the demo trunk at the demo carrier, whose port changes with each start. The operator's other settings stay. */
export function updateDemoTrunk(
  db: Db,
  { host, port }: { host: string; port: number },
  secretKey: string,
): Promise<unknown> {
  const where = { host, port, match: `${host}:${port}` };
  return asOperator(db, async (tx) => {
    const { items } = await listTrunks(tx, TrunkQuery.parse({ search: NAME }));
    const known = items.find(({ name }) => name === NAME);
    if (known) return editTrunk(tx, SYSTEM, { id: known.id, patch: where, ifMatch: null, secretKey });
    return createTrunk(tx, SYSTEM, TrunkCreate.parse({ name: NAME, ...where }), secretKey);
  });
}

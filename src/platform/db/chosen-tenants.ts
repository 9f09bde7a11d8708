import type { Mode } from '../values/mode.ts';
import type { Tx } from './db.ts';

/** Which of these ids are tenants of the partner, in this mode. */
export async function ownTenants(tx: Tx, ids: readonly string[], mode: Mode): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const tenants = tx
    .selectFrom('tenants')
    .select('id')
    .where('sandbox', '=', mode === 'test');
  const rows = await tenants.where('id', 'in', ids).execute();
  return new Set(rows.map(({ id }) => id));
}

/** The tenants chosen for a key or webhook that the partner doesn't have, as errors of the field `tenantIds`. */
export async function tenantFaults(
  tx: Tx,
  { tenantIds, mode }: { tenantIds: readonly string[] | null; mode: Mode },
): Promise<{ path: string; message: string }[]> {
  const chosen = tenantIds ?? [];
  const own = await ownTenants(tx, chosen, mode);
  const message = `You have no such ${mode === 'test' ? 'sandbox' : 'tenant'}.`;
  return chosen.flatMap((id, at) => (own.has(id) ? [] : [{ path: `tenantIds.${at}`, message }]));
}

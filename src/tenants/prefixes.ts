import type { Tx } from '../platform/db/db.ts';
import { suggestPrefix } from './rules.ts';
import * as sql from './sql.ts';

/** False if any tenant has, or ever had, this prefix. */
export async function takePrefix(tx: Tx, prefix: string, tenantId: string): Promise<boolean> {
  return (await sql.insertPrefixes(tx, [{ prefix, tenant_id: tenantId }])) === 1;
}

/** Reserves the prefixes of tenants that this database does not know, so that they are never used again. */
export async function reservePrefixes(tx: Tx, prefixes: { prefix: string; tenantId: string }[]): Promise<void> {
  const rows = prefixes.map(({ prefix, tenantId }) => ({ prefix, tenant_id: tenantId }));
  for (let from = 0; from < rows.length; from += 1000) await sql.insertPrefixes(tx, rows.slice(from, from + 1000));
}

/** Proposes a free prefix based on the name: `bakery`, else `bakery2`, `bakery3` and so on. */
export async function proposePrefix(tx: Tx, name: string): Promise<string> {
  const base = suggestPrefix(name) || 'tenant';
  for (let n = 1; ; n++) {
    const suffix = n === 1 ? '' : String(n);
    const candidate = base.slice(0, 12 - suffix.length) + suffix;
    if (!(await sql.prefixIsTaken(tx, candidate))) return candidate;
  }
}

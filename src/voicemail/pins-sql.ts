import type { Selectable } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import type { Database } from '../platform/db/schema.ts';

type Attempts = Pick<Selectable<Database['pin_attempts']>, 'source' | 'failures' | 'last_at'>;

/** The counts of these sources, locked until the transaction ends, so that concurrent attempts run one after the other. */
export async function lockAttempts(tx: Tx, tenantId: string, sources: readonly string[]): Promise<Attempts[]> {
  const rows = sources.toSorted().map((source) => ({ tenant_id: tenantId, source, failures: 0, last_at: new Date(0) }));
  await tx
    .insertInto('pin_attempts')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return tx
    .selectFrom('pin_attempts')
    .select(['source', 'failures', 'last_at'])
    .where('tenant_id', '=', tenantId)
    .where('source', 'in', sources)
    .orderBy('source')
    .forUpdate()
    .execute();
}

export async function setFailures(tx: Tx, tenantId: string, { source, failures }: Attempts, now: Date): Promise<void> {
  await tx
    .updateTable('pin_attempts')
    .set({ failures, last_at: now })
    .where('tenant_id', '=', tenantId)
    .where('source', '=', source)
    .execute();
}

export async function clearAttempts(tx: Tx, tenantId: string, sources: readonly string[]): Promise<void> {
  await tx.deleteFrom('pin_attempts').where('tenant_id', '=', tenantId).where('source', 'in', sources).execute();
}

import { type Selectable, sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import type { Database } from '../platform/db/schema.ts';

export type Attempts = Omit<Selectable<Database['pin_attempts']>, 'tenant_id'>;

/** The counts of these sources, locked until the transaction ends, so that concurrent attempts run one after the other. */
export function lockAttempts(tx: Tx, tenantId: string, sources: readonly string[]): Promise<Attempts[]> {
  const rows = sources.toSorted().map((source) => ({ tenant_id: tenantId, source, failures: 0, last_at: new Date(0) }));
  return (
    tx
      .insertInto('pin_attempts')
      .values(rows)
      // an update that changes nothing locks the row, and another transaction can't delete it in between
      .onConflict((conflict) =>
        conflict.columns(['tenant_id', 'source']).doUpdateSet({ failures: sql`pin_attempts.failures` }),
      )
      .returning(['source', 'failures', 'last_at', 'opened_at'])
      .execute()
  );
}

export async function setFailures(
  tx: Tx,
  tenantId: string,
  { source, failures, last_at }: Omit<Attempts, 'opened_at'>,
): Promise<void> {
  await tx
    .updateTable('pin_attempts')
    .set({ failures, last_at })
    .where('tenant_id', '=', tenantId)
    .where('source', '=', source)
    .execute();
}

export async function setOpened(tx: Tx, tenantId: string, source: string, at: Date): Promise<void> {
  await tx
    .updateTable('pin_attempts')
    .set({ opened_at: at })
    .where('tenant_id', '=', tenantId)
    .where('source', '=', source)
    .execute();
}

/** Deletes counts that no longer matter. Those that another transaction has locked are left to it. */
export async function deleteStale(
  tx: Tx,
  tenantId: string,
  { failedBefore, openedBefore }: { failedBefore: Date; openedBefore: Date },
): Promise<void> {
  await sql`delete from pin_attempts where tenant_id = ${tenantId} and source in (
    select source from pin_attempts where tenant_id = ${tenantId} and last_at < ${failedBefore}
      and (opened_at is null or opened_at < ${openedBefore}) for update skip locked)`.execute(tx);
}

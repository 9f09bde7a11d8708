import { sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import { PREPARED } from '../../platform/db/prepared-statements.ts';
import { oneRow } from '../../platform/db/rows.ts';
import type { BilledLeg } from './pin-contract.ts';
import type { ActivePeriod, LegCost, StoredLeg } from './rate-legs.ts';

/** The stored data that the charge of an ended call depends on. */
type StoredCall = {
  id: string;
  answeredAt: string | null;
  flowAnsweredAt: string | null;
  legs: StoredLeg[];
  active: ActivePeriod[];
};

/** The wholesale rate of a leg, which the partner pays. */
type StoredCost = LegCost & { callId: string; leg: number };

/** The calls without a record, their costs for partners, and the remaining seconds of included minutes by cycle. */
type ToRate = { calls: StoredCall[]; costs: StoredCost[]; cycles: Record<string, number> };

/**
 * Locks the tenants and cycles that ended calls are charged to, until this transaction ends. It runs without a context, because the calls can be of
 * several tenants.
 */
export async function lockForRating(
  tx: Tx,
  calls: readonly { id: string; tenantId: string; admittedAt: string; legs?: BilledLeg[] | undefined }[],
): Promise<ToRate> {
  const ended = calls.map(({ id, tenantId, admittedAt, legs = [] }) => ({
    id,
    tenant_id: tenantId,
    admitted_at: admittedAt,
    // the database can't read pins, so it gets their cycle
    legs: legs.map(({ leg, number, pin: { cycleId } }) => ({ leg, number, pin: { cycleId } })),
  }));
  const { locked } = await oneRow(
    tx,
    sql<{ locked: ToRate }>`${PREPARED}select lock_for_rating(${JSON.stringify(ended)}) as locked`,
  );
  return locked;
}

import { sql } from 'kysely';
import { oneRow } from '../../platform/db/one-row.ts';
import type { Tx } from '../../platform/db/db.ts';
import { isPrepared } from '../../platform/db/prepared-statements.ts';
import type { BilledLeg } from './pin-contract.ts';
import type { ActivePeriod, LegCost, StoredLeg } from './rate-legs.ts';

/** What the end of a call is charged by, as its rows have it. */
type StoredCall = {
  id: string;
  answeredAt: string | null;
  flowAnsweredAt: string | null;
  legs: StoredLeg[];
  active: ActivePeriod[];
};

/** By which wholesale rate the partner pays for a leg. */
type StoredCost = LegCost & { callId: string; leg: number };

/** The calls that have no record yet, what their partners pay for them, and by cycle the seconds that are left of the included minutes. */
type ToRate = { calls: StoredCall[]; costs: StoredCost[]; cycles: Record<string, number> };

/** Locks what the end of calls is charged to, until this transaction ends. It needs no context: the calls are of any number of tenants. */
export async function lockForRating(
  tx: Tx,
  calls: readonly { id: string; tenantId: string; admittedAt: string; legs?: BilledLeg[] | undefined }[],
): Promise<ToRate> {
  const ended = calls.map(({ id, tenantId, admittedAt, legs = [] }) => ({
    id,
    tenant_id: tenantId,
    admitted_at: admittedAt,
    // what is pinned is read here alone: the database asks for its cycle
    legs: legs.map(({ leg, number, pin: { cycleId } }) => ({ leg, number, pin: { cycleId } })),
  }));
  const { locked } = await oneRow(
    tx,
    sql<{ locked: ToRate }>`${isPrepared}select lock_for_rating(${JSON.stringify(ended)}) as locked`,
  );
  return locked;
}

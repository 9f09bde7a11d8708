import type { Tx } from '../../platform/db/db.ts';
import { fromMicros } from '../../platform/values/money.ts';
import { CHARGE_CLASSES } from '../profiles/terms-contract.ts';
import { CHARGE_REASONS, type LegCharge } from './charge-contract.ts';
import { type ChargeRow, findCharges } from './charges-sql.ts';
import { PinnedRate } from './pin-contract.ts';

/** The charges of a tenant's calls by call, without calls that aren't charged. */
export async function chargesOfCalls(
  tx: Tx,
  tenantId: string,
  callIds: readonly string[],
): Promise<ReadonlyMap<string, LegCharge[]>> {
  if (callIds.length === 0) return new Map();
  const rows = await findCharges(tx, tenantId, callIds);
  return new Map([...Map.groupBy(rows, (row) => row.call_id)].map(([id, legs]) => [id, legs.map(toLegCharge)]));
}

const shown = (micros: number): string => fromMicros(BigInt(micros));

function toLegCharge(row: ChargeRow): LegCharge {
  const pinned = PinnedRate.safeParse(row.rate).data;
  return {
    state: row.state,
    currency: row.currency,
    charge: row.charge_micros === null ? null : fromMicros(BigInt(row.charge_micros)),
    billableSeconds: row.billable_seconds,
    chargedSeconds: row.charged_seconds,
    includedSeconds: row.included_seconds,
    number: row.number,
    class: CHARGE_CLASSES.find((known) => known === row.charge_class) ?? null,
    destination: row.destination,
    reason: CHARGE_REASONS.find((known) => known === row.reason) ?? null,
    ratedAgain: row.rerated_micros === null ? null : fromMicros(BigInt(row.rerated_micros)),
    answeredAt: row.answered_at.toISOString(),
    endedAt: row.ended_at.toISOString(),
    rate: pinned
      ? {
          table: pinned.table,
          prefix: pinned.prefix,
          validFrom: new Date(pinned.validFrom).toISOString(),
          perMinute: shown(pinned.rate.perMinuteMicros),
          setup: shown(pinned.rate.setupMicros),
          minimum: shown(pinned.rate.minimumMicros),
          initialSeconds: pinned.rate.initialSeconds,
          incrementSeconds: pinned.rate.incrementSeconds,
        }
      : null,
  };
}

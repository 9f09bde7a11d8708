import type { Tx } from '../../platform/db/db.ts';
import type { BilledLeg } from './pin-contract.ts';
import { type LegCharge, rateCalls } from './rate-legs.ts';
import { lockForRating } from './rating-sql.ts';

export type { LegCharge } from './rate-legs.ts';

/** The end of a call whose legs may be charged. If a time is null, the live row may have it. */
export type CallToRate = {
  id: string;
  tenantId: string;
  admittedAt: string;
  answeredAt: string | null;
  flowAnsweredAt: string | null;
  endedAt: string;
  isCut: boolean;
  legs?: BilledLeg[] | undefined;
};

/**
 * The charges of answered legs by call, without calls that have already been charged. The tenants and their cycles stay locked until the transaction
 * ends; it has to write these charges with the calls' records.
 */
export async function chargesFor(tx: Tx, calls: readonly CallToRate[]): Promise<ReadonlyMap<string, LegCharge[]>> {
  const locked = await lockForRating(tx, calls);
  const stored = new Map(locked.calls.map((call) => [call.id, call]));
  const costs = Map.groupBy(locked.costs, ({ callId }) => callId);
  const ended = calls.flatMap((call) => {
    const row = stored.get(call.id);
    if (!row) return [];
    const answers = [call.answeredAt ?? row.answeredAt, call.flowAnsweredAt ?? row.flowAnsweredAt];
    const { id, endedAt, isCut, legs = [] } = call;
    const known = new Map(costs.get(id)?.map((cost) => [cost.leg, cost]));
    return [
      { id, endedAt, isCut, legs, answeredAt: firstOf(answers), stored: row.legs, active: row.active, costs: known },
    ];
  });
  return rateCalls(ended, locked.cycles);
}

/** The earliest of these instants; null if there is none. */
function firstOf(instants: readonly (string | null)[]): string | null {
  const known = instants.filter((instant) => instant !== null);
  return known.toSorted((one, other) => Date.parse(one) - Date.parse(other))[0] ?? null;
}

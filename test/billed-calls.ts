import { createHash } from 'node:crypto';
import type { Rate } from '../src/billing/rating/rate-call.ts';
import type { CallProgress } from '../src/calls/records/call-records.ts';
import { callEnd, callFacts } from './call-facts.ts';

/** A rate with all fields. */
export const RATE: Rate = {
  setupMicros: 500,
  perMinuteMicros: 8123,
  initialSeconds: 30,
  incrementSeconds: 6,
  minimumMicros: 6000,
};

export type BilledTenant = { tenantId: string; cycleId: string; included: boolean };

/** Milliseconds from the answer of a call to its end; null for every seventh, which nobody answered. */
export const answeredMsOf = (index: number): number | null => (index % 7 === 0 ? null : (index * 7919) % 240_000);

const idOf = (index: number): string => {
  const digits = createHash('md5').update(`call ${index}`).digest('hex');
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
    '-',
  );
};

const BEGAN = Date.parse('2026-11-01T12:00:00Z');

/** The end of the call with this index, always the same. */
export function endOfCall(index: number, { tenantId, cycleId, included }: BilledTenant): CallProgress {
  const answeredMs = answeredMsOf(index);
  const answeredAt = new Date(BEGAN + 5000).toISOString();
  const rate = {
    prefix: '1',
    destination: 'United States',
    listId: cycleId,
    table: 'Standard',
    validFrom: '2026-01-01T00:00:00Z',
    rate: RATE,
  };
  const leg = {
    leg: 1,
    number: '+12125550199',
    pin: { cycleId, currency: 'USD', class: 'domestic' as const, included, rate },
    ...(answeredMs !== null && { answeredAt }),
  };
  const facts = callFacts({
    id: idOf(index),
    tenantId,
    direction: 'outbound',
    from: '+12125550100',
    to: leg.number,
    admittedAt: new Date(BEGAN).toISOString(),
    legs: [leg],
  });
  const end = callEnd({
    answeredAt: answeredMs === null ? null : answeredAt,
    at: new Date(BEGAN + 5000 + (answeredMs ?? 20_000)).toISOString(),
  });
  return { type: 'saveEnd', facts, ...end };
}

import { expect, test } from 'vitest';
import type { LegCharge } from '../../src/billing/rating/charge-contract.ts';
import { chargeLabel, whyThisPrice } from './charge-labels.ts';

const leg: LegCharge = {
  state: 'rated',
  currency: 'USD',
  charge: '0.024',
  billableSeconds: 61,
  chargedSeconds: 120,
  includedSeconds: 0,
  number: '+442079460999',
  class: 'international',
  destination: 'London',
  reason: null,
  ratedAgain: null,
  answeredAt: '2026-11-01T12:00:00.000Z',
  endedAt: '2026-11-01T12:01:01.000Z',
  rate: {
    table: 'Standard, USD',
    prefix: '4420',
    validFrom: '2026-01-01T00:00:00.000Z',
    perMinute: '0.012',
    setup: '0.00',
    minimum: '0.00',
    initialSeconds: 60,
    incrementSeconds: 60,
  },
};

test('a price is explained so that it can be recalculated', () => {
  expect(whyThisPrice(leg)).toEqual([
    'The rate for +4420 in Standard, USD: $0.012 a minute.',
    'It lasted 1 min 1 s. In increments of 60/60 seconds, 120 seconds are charged.',
  ]);
  expect(whyThisPrice({ ...leg, includedSeconds: 60 }).at(-1)).toBe('60 of them came from the included minutes.');
  expect(whyThisPrice({ ...leg, ratedAgain: '0.018' }).at(-1)).toBe(
    'Rated again, it comes to $0.018. The difference is an adjustment.',
  );
});

test('an amount has its currency, and a call without a price has no amount', () => {
  expect(chargeLabel(leg)).toBe('$0.024');
  expect(chargeLabel({ ...leg, state: 'metered' })).toBe('$0.024 (trial)');
  expect(chargeLabel({ ...leg, state: 'free', charge: '0.00' })).toBe('Free');
  expect(chargeLabel({ ...leg, state: 'unrated', charge: null })).toBe('No price yet');
  expect(whyThisPrice({ ...leg, state: 'unrated', reason: 'not_rated', charge: null })).toEqual([
    'No price yet: the call ended while it couldn’t be priced.',
  ]);
});

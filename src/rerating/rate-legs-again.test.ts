import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Rate, rateCall } from '../billing/rating/rate-call.ts';
import { rateLegsAgain, type StoredLeg, sumsOf } from './rate-legs-again.ts';

const NUMBER = '+442079460999';
const MINUTE: Rate = {
  setupMicros: 0,
  perMinuteMicros: 60_000,
  initialSeconds: 60,
  incrementSeconds: 60,
  minimumMicros: 0,
};
const rates = new Map([[NUMBER, MINUTE]]);
const LEG = {
  callId: 'call',
  leg: 1,
  tenantId: 'tenant',
  cycleId: 'cycle',
  number: NUMBER,
  billableSeconds: 61,
  includedSeconds: 0,
  isIncluded: false,
  isActive: true,
};
const unrated = (more: Partial<StoredLeg> = {}): StoredLeg => ({ ...LEG, ...more, state: 'unrated' });
const rated = (micros: number, more: Partial<StoredLeg> = {}): StoredLeg => ({
  ...LEG,
  ...more,
  state: 'rated',
  micros,
});
const outcomes = (legs: StoredLeg[], left = 0) =>
  rateLegsAgain(legs, rates, new Map([['cycle', left]])).map(({ outcome }) => outcome);

test('a leg without a price gets one; of a trial it is never charged', () => {
  expect(outcomes([unrated(), unrated({ isActive: false })])).toEqual([
    { kind: 'priced', state: 'rated', chargedSeconds: 120, includedSeconds: 0, micros: 120_000 },
    { kind: 'priced', state: 'metered', chargedSeconds: 120, includedSeconds: 0, micros: 120_000 },
  ]);
});
test('without a rate a call out stays as it is, and a call from outside is free', () => {
  const other = { number: '+12125550100' };
  expect(outcomes([unrated(other), unrated({ ...other, leg: 0 }), rated(5, other)])).toEqual([
    { kind: 'withoutRate' },
    { kind: 'free' },
    { kind: 'same' },
  ]);
});
test('legs take included minutes one after the other, as far as there are any', () => {
  const legs = [1, 2, 3].map((leg) => unrated({ leg, isIncluded: true }));
  expect(outcomes(legs, 180)).toMatchObject([
    { includedSeconds: 120, micros: 0 },
    { includedSeconds: 60, micros: 60_000 },
    { includedSeconds: 0, micros: 120_000 },
  ]);
});
test('a leg that has a price keeps its included minutes, and what changes is the difference', () => {
  expect(outcomes([rated(120_000), rated(200_000), rated(60_000, { includedSeconds: 60, isIncluded: true })])).toEqual([
    { kind: 'same' },
    { kind: 'changed', micros: 120_000, differenceMicros: -80_000 },
    { kind: 'same' },
  ]);
});
test('what was noted by one run changes nothing by the next', () => {
  fc.assert(
    fc.property(fc.nat(7200), fc.nat(5_000_000), fc.nat(600), (billableSeconds, micros, includedSeconds) => {
      const leg = rated(micros, { billableSeconds, includedSeconds });
      const [first] = outcomes([leg]);
      const after = first?.kind === 'changed' ? first.micros : micros;
      expect(after).toBe(rateCall(MINUTE, billableSeconds * 1000, includedSeconds).chargeMicros);
      expect(outcomes([rated(after, { billableSeconds, includedSeconds })])).toEqual([{ kind: 'same' }]);
    }),
  );
});
test('sums have what is charged, and not what a trial would have cost', () => {
  const legs = rateLegsAgain([unrated(), unrated({ isActive: false }), rated(200_000)], rates, new Map());
  expect(sumsOf(legs)).toEqual({ rated: 2, ratedMicros: 120_000n, changed: 1, changedMicros: -80_000n });
});

import { expect, test } from 'vitest';
import { addedFees } from './rules.ts';

const plan = {
  currency: 'USD',
  extensionFee: '4.50',
  localNumberFee: '2.00',
  tollFreeNumberFee: '6.00',
  extensionSetupFee: '10.00',
  localNumberSetupFee: '0.10',
  tollFreeNumberSetupFee: '0.00',
};

test('an extension or number costs the monthly fee of its kind, and the set-up fee once', () => {
  expect(addedFees(plan, [{ kind: 'extension' }])).toEqual({ monthly: '4.50', once: '10.00' });
  const numbers = [
    { kind: 'localNumber' as const },
    { kind: 'localNumber' as const },
    { kind: 'tollFreeNumber' as const },
  ];
  expect(addedFees(plan, numbers)).toEqual({ monthly: '10.00', once: '0.20' });
  expect(addedFees(plan, [])).toEqual({ monthly: '0.00', once: '0.00' });
});

test('a number that is assigned again costs no second set-up fee', () => {
  const numbers = [
    { kind: 'localNumber' as const, isBack: true },
    { kind: 'localNumber' as const, isBack: false },
  ];
  expect(addedFees(plan, numbers)).toEqual({ monthly: '4.00', once: '0.10' });
});

test('many small fees are added exactly, even in a currency without decimals', () => {
  const cents = { ...plan, localNumberFee: '0.10' };
  expect(
    addedFees(
      cents,
      Array.from({ length: 3 }, () => ({ kind: 'localNumber' })),
    ),
  ).toMatchObject({ monthly: '0.30' });
  const yen = { ...plan, currency: 'JPY', extensionFee: '500', extensionSetupFee: '0' };
  expect(addedFees(yen, [{ kind: 'extension' }])).toEqual({ monthly: '500', once: '0' });
});

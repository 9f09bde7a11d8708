import { levelOf } from '../../../../src/limits/rules.ts';
import { toMicros } from '../../../../src/platform/values/money.ts';
import { amountLabel } from '../money/amount.ts';

/** "3 of 10", "3 (no limit)". */
export const usageLabel = (used: number, most: number | null): string =>
  most === null ? `${used.toLocaleString()} (no limit)` : `${used.toLocaleString()} of ${most.toLocaleString()}`;

export type Amount = { amount: string; currency: string };

/** "$12.34 of $50.00", "$12.34 (no limit)". */
export const spendLabel = (used: Amount, most: Amount | null): string =>
  most === null
    ? `${amountLabel(used.amount, used.currency)} (no limit)`
    : `${amountLabel(used.amount, used.currency)} of ${amountLabel(most.amount, most.currency)}`;

/** The usage of a limit, and how the bar shows it. */
export type Use = { text: string; share: number | null; tone: 'brand' | 'amber' | 'red' };

const TONES = { below: 'brand', threshold: 'amber', full: 'red' } as const;

const useOf = (text: string, used: bigint, most: bigint | null, alertPercent: number): Use =>
  most === null
    ? { text, share: null, tone: 'brand' }
    : {
        text,
        share: most === 0n ? Number(used > 0n) : Number(used) / Number(most),
        tone: TONES[levelOf(used, most, alertPercent)],
      };

/** The usage of a counted limit. Minutes have tenths. */
export const countUse = (used: number, most: number | null, alertPercent: number): Use =>
  useOf(usageLabel(used, most), tenths(used), most === null ? null : tenths(most), alertPercent);

/** The usage of an included allowance. Nothing stops when it is used up. */
export const includedUse = (used: number, most: number): Use => ({ ...countUse(used, most, 100), tone: 'brand' });

const tenths = (count: number): bigint => BigInt(Math.round(count * 10));

export const spendUse = (used: Amount, most: Amount | null, alertPercent: number): Use =>
  useOf(spendLabel(used, most), toMicros(used.amount), most && toMicros(most.amount), alertPercent);

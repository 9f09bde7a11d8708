import type { DefaultLimits } from '../../src/limits/contract.ts';

/** "3 of 10", "3, unlimited". */
export const usedWords = (used: number, most: number | null): string =>
  most === null ? `${used.toLocaleString()}, unlimited` : `${used.toLocaleString()} of ${most.toLocaleString()}`;

export function limitWords(limit: number | DefaultLimits['monthlySpend']): string {
  if (limit === null) return 'Unlimited';
  return typeof limit === 'number' ? limit.toLocaleString() : `${limit.amount} ${limit.currency}`;
}

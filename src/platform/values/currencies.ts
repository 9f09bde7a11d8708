/** Currencies without two decimals in ISO 4217. `Intl` differs, because it has the decimals in actual use. */
const DECIMALS: Record<number, string> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

const decimals = new Map(
  Object.entries(DECIMALS).flatMap(([count, codes]) => codes.split(' ').map((code) => [code, Number(count)] as const)),
);

/** How many decimals the currency's minor unit has: 2 for USD, 0 for JPY, 3 for KWD. */
export const decimalsOf = (currency: string): number => decimals.get(currency) ?? 2;

/** The message for an amount with more decimals than its currency. */
export function tooFine(currency: string): string {
  const most = decimalsOf(currency);
  return most === 0
    ? `Enter a whole amount: ${currency} has no smaller unit.`
    : `Use at most ${most} decimals for ${currency}.`;
}

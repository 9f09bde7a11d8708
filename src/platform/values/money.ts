// Rates and charges are micros, millionths of a currency's main unit. Lines, taxes and totals of an invoice are in its minor unit.

const MICROS = 1_000_000n;

/** Converts `"12.34"` to exact millionths. The text has been validated: digits, and at most six decimals. */
export function toMicros(amount: string): bigint {
  const [whole = '0', decimals = ''] = amount.split('.');
  return BigInt(whole) * MICROS + BigInt(decimals.padEnd(6, '0'));
}

/** Converts millionths to a decimal string with at least the currency's decimals. */
export function fromMicros(micros: bigint, decimals = 2): string {
  if (micros < 0n) return `-${fromMicros(-micros, decimals)}`;
  const rest = (micros % MICROS).toString().padStart(6, '0');
  const shown = rest.slice(0, decimals) + rest.slice(decimals).replace(/0+$/, '');
  return `${micros / MICROS}${shown === '' ? '' : `.${shown}`}`;
}

/** Rounds a fraction to the nearest whole number, halves away from zero. The divisor is positive. */
export function nearest(dividend: bigint, divisor: bigint): bigint {
  const size = dividend < 0n ? -dividend : dividend;
  const rounded = (2n * size + divisor) / (2n * divisor);
  return dividend < 0n ? -rounded : rounded;
}

/** An amount in the minor unit as a decimal string: 1234 with two decimals is `"12.34"`. */
export function minorText(minor: number, decimals: number): string {
  const digits = Math.abs(minor)
    .toString()
    .padStart(decimals + 1, '0');
  const [whole, rest] = [digits.slice(0, digits.length - decimals), digits.slice(digits.length - decimals)];
  return `${minor < 0 ? '-' : ''}${whole}${decimals === 0 ? '' : `.${rest}`}`;
}

/** Converts millionths to a decimal string, rounded to the currency's decimals. */
export const roundedText = (micros: bigint, decimals: number): string =>
  minorText(Number(nearest(micros, 10n ** BigInt(6 - decimals))), decimals);

/** The reverse of `minorText`: `"12.3"` with two decimals is 1230. Null if the text has more decimals than the currency. */
export function minorOf(amount: string, decimals: number): number | null {
  const [, sign = '', whole = '', rest = ''] = /^(-?)(\d{1,12})(?:\.(\d{1,6}))?$/.exec(amount) ?? [];
  if (whole === '' || rest.length > decimals) return null;
  const minor = Number(whole + rest.padEnd(decimals, '0'));
  return sign === '-' && minor !== 0 ? -minor : minor;
}

const MICROS = 1_000_000n;

/** Converts `"12.34"` to exact millionths. The text has been validated: digits, and at most six decimals. */
export function toMicros(amount: string): bigint {
  const [whole = '0', decimals = ''] = amount.split('.');
  return BigInt(whole) * MICROS + BigInt(decimals.padEnd(6, '0'));
}

/** Converts millionths to a decimal string with at least two decimals. */
export function fromMicros(micros: bigint): string {
  const decimals = (micros % MICROS)
    .toString()
    .padStart(6, '0')
    .replace(/0{1,4}$/, '');
  return `${micros / MICROS}.${decimals}`;
}

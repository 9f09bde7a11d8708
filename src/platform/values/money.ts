const MICROS = 1_000_000n;

/** `"12.34"` as millionths, exactly. The text has been checked: digits, and at most six decimals. */
export function toMicros(amount: string): bigint {
  const [whole = '0', decimals = ''] = amount.split('.');
  return BigInt(whole) * MICROS + BigInt(decimals.padEnd(6, '0'));
}

/** Millionths as a decimal string with two decimals at least, and as many more as there are. */
export function fromMicros(micros: bigint): string {
  const decimals = (micros % MICROS)
    .toString()
    .padStart(6, '0')
    .replace(/0{1,4}$/, '');
  return `${micros / MICROS}.${decimals}`;
}

import { nearest } from '../../platform/values/money.ts';

const PPM = 1_000_000n;

/** The seconds of included minutes for the rest of a cycle, rounded down. They are fixed once and never reduced. */
export const includedSeconds = (minutes: number, daysLeft: number, nominalDays: number): number =>
  Math.floor((minutes * 60 * daysLeft) / nominalDays);

/**
 * An invoice line for a monthly fee, in the minor unit of a currency with these decimals. `unitDays`: each extension or number counts once for each
 * of its days.
 */
export function recurringLine(feeMicros: bigint, unitDays: number, nominalDays: number, decimals: number): bigint {
  return nearest(feeMicros * BigInt(unitDays), BigInt(nominalDays) * 10n ** BigInt(6 - decimals));
}

/** A monthly amount in the minor unit for a number of unit-days, rounded once. */
export const prorated = (amountMinor: number, unitDays: number, nominalDays: number): number =>
  Number(nearest(BigInt(amountMinor) * BigInt(unitDays), BigInt(nominalDays)));

/** Converts micros to the minor unit of a currency with these decimals. */
export const toMinor = (micros: bigint, decimals: number): bigint => nearest(micros, 10n ** BigInt(6 - decimals));

/** Converts the minor unit of a currency with these decimals to micros. */
export const microsOf = (minor: bigint, decimals: number): bigint => minor * 10n ** BigInt(6 - decimals);

/** A tax on a share of an amount in the minor unit; rate and share in millionths: 6.5 % is 65,000. */
export const taxOn = (baseMinor: bigint, ratePpm: number, sharePpm: number): bigint =>
  nearest(baseMinor * BigInt(ratePpm) * BigInt(sharePpm), PPM * PPM);

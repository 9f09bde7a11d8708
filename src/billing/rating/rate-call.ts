/** A rate for calls. Amounts in micros. */
export type Rate = {
  setupMicros: number;
  perMinuteMicros: number;
  /** The first increment, in seconds. */
  initialSeconds: number;
  incrementSeconds: number;
  minimumMicros: number;
};

/** The cost of a call, and how it was calculated. `includedSeconds` is the part of the charged seconds that used included minutes. */
export type Charge = { billableSeconds: number; chargedSeconds: number; includedSeconds: number; chargeMicros: number };

/** From the answer to the end, in whole seconds, rounded up. A clock that was set back gives 0. */
export const billableSeconds = (answeredMs: number): number => Math.max(0, Math.ceil(answeredMs / 1000));

/** The charged seconds of a call: the first increment, and as many whole increments as it needs. */
export function chargedSeconds({ initialSeconds, incrementSeconds }: Rate, seconds: number): number {
  if (seconds <= 0) return 0;
  if (seconds <= initialSeconds) return initialSeconds;
  return initialSeconds + Math.ceil((seconds - initialSeconds) / incrementSeconds) * incrementSeconds;
}

/**
 * The price of charged seconds in micros, rounded once. The price of a whole second is multiplied separately, because the product of both may be
 * above 2^53.
 */
function priceOf(perMinuteMicros: number, seconds: number): number {
  const restOfMinute = perMinuteMicros % 60;
  const product = restOfMinute * seconds;
  const rest = product % 60;
  return ((perMinuteMicros - restOfMinute) / 60) * seconds + (product - rest) / 60 + (rest >= 30 ? 1 : 0);
}

/** The cost of an answered call by its charged seconds; live calls reserve by it, too. */
export const chargeFor = (rate: Rate, charged: number): number =>
  Math.max(rate.minimumMicros, rate.setupMicros + priceOf(rate.perMinuteMicros, charged));

/**
 * The charge of an answered call. `includedLeft`: the seconds left of the included minutes. A call that fits into them is free; one that uses up the
 * last of them pays its set-up price and the remaining seconds, without the minimum.
 */
export function rateCall(rate: Rate, answeredMs: number, includedLeft = 0): Charge {
  const billable = billableSeconds(answeredMs);
  const charged = chargedSeconds(rate, billable);
  const included = Math.min(charged, includedLeft);
  const reckoned = { billableSeconds: billable, chargedSeconds: charged, includedSeconds: included };
  if (charged === 0 || included === charged) return { ...reckoned, chargeMicros: 0 };
  if (included === 0) return { ...reckoned, chargeMicros: chargeFor(rate, charged) };
  return { ...reckoned, chargeMicros: rate.setupMicros + priceOf(rate.perMinuteMicros, charged - included) };
}

/** What calls to a destination cost. Amounts in micros. */
export type Rate = {
  setupMicros: number;
  perMinuteMicros: number;
  /** The first increment, in seconds. */
  initialSeconds: number;
  incrementSeconds: number;
  minimumMicros: number;
};

/** What a call costs, and how that was reckoned. `includedSeconds` of the charged ones came from the included minutes. */
export type Charge = { billableSeconds: number; chargedSeconds: number; includedSeconds: number; chargeMicros: number };

/** From the answer to the end, in whole seconds, rounded up. A clock that was set back gives 0. */
export const billableSeconds = (answeredMs: number): number => Math.max(0, Math.ceil(answeredMs / 1000));

/** The seconds that a call of so many is charged for: the first increment, and as many whole ones as it needs. */
export function chargedSeconds({ initialSeconds, incrementSeconds }: Rate, seconds: number): number {
  if (seconds <= 0) return 0;
  if (seconds <= initialSeconds) return initialSeconds;
  return initialSeconds + Math.ceil((seconds - initialSeconds) / incrementSeconds) * incrementSeconds;
}

/** Micros for so many charged seconds, rounded once. The price of a whole second is multiplied on its own, since the product of both may be above 2^53. */
function priceOf(perMinuteMicros: number, seconds: number): number {
  const restOfMinute = perMinuteMicros % 60;
  const product = restOfMinute * seconds;
  const rest = product % 60;
  return ((perMinuteMicros - restOfMinute) / 60) * seconds + (product - rest) / 60 + (rest >= 30 ? 1 : 0);
}

/** What an answered call costs that has come to so many charged seconds: also what a live call reserves. */
export const chargeFor = (rate: Rate, charged: number): number =>
  Math.max(rate.minimumMicros, rate.setupMicros + priceOf(rate.perMinuteMicros, charged));

/**
 * The charge of an answered call. `includedLeft`: the seconds left of the included minutes. A call wholly inside them is free; one that crosses
 * their edge pays its set-up fee and the seconds beyond, without a minimum.
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

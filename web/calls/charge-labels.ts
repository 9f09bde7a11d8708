import type { CallCharge, ChargeClass, ChargeReason, LegCharge } from '../../src/billing/rating/charge-contract.ts';
import { exactAmountLabel } from '../kit/inputs/money/amount.ts';
import { durationText } from '../ui/clock-length.ts';

const REASONS: Record<ChargeReason, string> = {
  no_inbound_rate: 'Free: the rate table has no rate for calls to this number.',
  unreadable_pin: 'No price yet: this call’s stored rate can’t be read.',
  not_rated: 'No price yet: the call ended while it couldn’t be priced.',
};

export const CLASS_LABELS: Record<ChargeClass, string> = {
  tollFree: 'Toll-free',
  domestic: 'Domestic',
  caribbean: 'Caribbean',
  international: 'International',
  premium: 'Premium rate',
  satellite: 'Satellite',
  inbound: 'Incoming',
};

/** The charge of a call, as "$0.024", or for a trial what it would have been. */
export function chargeLabel({ state, charge, currency }: CallCharge): string {
  if (charge === null) return 'No price yet';
  if (state === 'free') return 'Free';
  const amount = exactAmountLabel(charge, currency);
  return state === 'metered' ? `${amount} (trial)` : amount;
}

/** Explains the charge of a leg, so that it can be recalculated. */
export function whyThisPrice(leg: LegCharge): string[] {
  const { rate, reason, currency, billableSeconds, chargedSeconds, includedSeconds, charge } = leg;
  if (reason !== null || rate === null || charge === null) return [reason === null ? 'No price yet.' : REASONS[reason]];
  const amount = (text: string): string => exactAmountLabel(text, currency);
  const extras = [
    ...(Number(rate.setup) > 0 ? [`${amount(rate.setup)} to connect`] : []),
    ...(Number(rate.minimum) > 0 ? [`a minimum of ${amount(rate.minimum)}`] : []),
  ];
  return [
    `The rate for +${rate.prefix} in ${rate.table}: ${[`${amount(rate.perMinute)} a minute`, ...extras].join(', ')}.`,
    `It lasted ${durationText(billableSeconds)}. In increments of ${rate.initialSeconds}/${rate.incrementSeconds} seconds, ${chargedSeconds} seconds are charged.`,
    ...(includedSeconds > 0 ? [`${includedSeconds} of them came from the included minutes.`] : []),
    ...(leg.ratedAgain === null
      ? []
      : [`Rated again, it comes to ${amount(leg.ratedAgain)}. The difference is an adjustment.`]),
    ...(leg.state === 'metered' ? ['On trial: this is what the call would have cost.'] : []),
  ];
}

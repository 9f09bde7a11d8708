import { HOUR_MS } from '../platform/time/durations.ts';
import { decimalsOf } from '../platform/values/currencies.ts';
import { SECRET_KEY } from './account/contract.ts';
import { type AttemptState, RUNNING_STATES } from './contract.ts';

/** Whether the outcome of a payment isn't known yet. */
export const isRunning = ({ state }: { state: AttemptState }): boolean =>
  RUNNING_STATES.some((running) => running === state);

/** An amount as the payment provider writes it: a whole number of its smallest unit. */
export type ProviderMoney = { amount: number; currency: string };

/** How Stripe counts a currency: the decimals of its unit, and what an amount in that unit has to be a multiple of. */
type ProviderUnit = { decimals: number; step: number };
const USUAL: ProviderUnit = { decimals: 2, step: 1 };

/**
 * Where Stripe's units aren't two decimals (docs.stripe.com/currencies). ISK and UGX have no smaller unit any more and are still written with two decimals:
 * 5 UGX is 500. HUF and TWD are charged with two decimals and paid out whole, which doesn't affect charges. Null: it can't be charged.
 */
const UNITS: [codes: string, ProviderUnit | null][] = [
  ['BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF', { decimals: 0, step: 1 }],
  ['ISK UGX', { decimals: 2, step: 100 }],
  ['BHD JOD KWD OMR TND', { decimals: 3, step: 10 }],
  ['CLF IQD LYD UYI UYW', null],
];
const units = new Map(UNITS.flatMap(([codes, unit]) => codes.split(' ').map((code) => [code, unit] as const)));

/** Our minor unit as the provider's. Null: it can't be charged exactly, so it isn't. */
export function toProviderMoney(minor: number, currency: string): ProviderMoney | null {
  const unit = units.has(currency) ? units.get(currency) : USUAL;
  if (!unit) return null;
  const shift = unit.decimals - decimalsOf(currency);
  const amount = shift >= 0 ? minor * 10 ** shift : minor / 10 ** -shift;
  return Number.isSafeInteger(amount) && amount % unit.step === 0 ? { amount, currency } : null;
}

/** The reverse. Null if the amount isn't a whole number of our minor unit. */
export function toMinor({ amount, currency }: ProviderMoney): number | null {
  const one = toProviderMoney(10 ** decimalsOf(currency), currency);
  if (!one) return null;
  const minor = (amount * 10 ** decimalsOf(currency)) / one.amount;
  return Number.isSafeInteger(minor) ? minor : null;
}

/** The least that can be charged, in the provider's unit. For other currencies the provider decides. */
const LEAST: Record<string, number> = {
  AED: 200,
  AUD: 50,
  BGN: 100,
  BRL: 50,
  CAD: 50,
  CHF: 50,
  CZK: 1500,
  DKK: 250,
  EUR: 50,
  GBP: 30,
  HKD: 400,
  HUF: 17_500,
  INR: 50,
  JPY: 50,
  MXN: 1000,
  MYR: 200,
  NOK: 300,
  NZD: 50,
  PLN: 200,
  RON: 200,
  SEK: 300,
  SGD: 50,
  THB: 1000,
  USD: 50,
};

export const isChargeable = ({ amount, currency }: ProviderMoney): boolean =>
  amount > 0 && amount >= (LEAST[currency] ?? 0);

export const isSameMoney = (one: ProviderMoney, other: ProviderMoney): boolean =>
  one.amount === other.amount && one.currency === other.currency;

/** Auto-pay charges an invoice on these days after its due day. */
const AUTO_PAY_DAYS = [0, 3, 7] as const;
/** Later than this it doesn't, for example after an outage of weeks. */
const LAST_CHANCE_DAYS = 10;

/** The step for this day. Missed steps are skipped: only the latest counts. Null before the due day and long after it. */
export const autoPayStep = (daysPastDue: number): number | null =>
  daysPastDue > LAST_CHANCE_DAYS ? null : (AUTO_PAY_DAYS.findLast((day) => day <= daysPastDue) ?? null);

/**
 * Whether auto-pay may charge an invoice again after an attempt in this state. Only a failure is repeated. A cancelled attempt never reached the
 * provider, so it doesn't count. A charge that succeeded isn't repeated either if its money was given back, and one whose outcome isn't known may have succeeded.
 */
export const IS_REPEATED: Record<AttemptState, boolean> = {
  asked: false,
  open: false,
  processing: false,
  succeeded: false,
  failed: true,
  cancelled: true,
  unclear: false,
};

/** The bank wants its customer to confirm, and a job can't. */
export const NEEDS_OWNER = 'authentication_required';

/** Declines that another attempt won't change. */
const HARD_DECLINES = new Set([
  NEEDS_OWNER,
  'card_not_supported',
  'currency_not_supported',
  'expired_card',
  'fraudulent',
  'incorrect_number',
  'invalid_account',
  'invalid_number',
  'lost_card',
  'new_account_information_available',
  'no_card',
  'pickup_card',
  'restricted_card',
  'revocation_of_all_authorizations',
  'revocation_of_authorization',
  'stolen_card',
  'stop_payment_order',
  'transaction_not_allowed',
]);

export const isHardDecline = (failure: string): boolean => HARD_DECLINES.has(failure);

/** The provider remembers an idempotency key for a day. After that, the same call would be a new charge. */
const KEY_HOURS = 23;
export const isKeyGood = (sentAt: Date, now: Date): boolean => now.getTime() - sentAt.getTime() < KEY_HOURS * HOUR_MS;

/** Why an attempt isn't wanted any more, as a code. */
export type Unwanted = 'card_removed' | 'auto_pay_stopped' | 'not_owed';

/** `give_up`: it waited too long to be sent at all. `look_up`: it was sent, and is only looked for. */
export type SendingStep = 'send' | 'cancel' | 'give_up' | 'look_up';

/** What to do with an attempt that the provider hasn't accepted yet. Once sent, it is only repeated with the same key, and only while it is wanted. */
export function sendingStep(
  { askedAt, sentAt, isWanted }: { askedAt: Date; sentAt: Date | null; isWanted: boolean },
  now: Date,
): SendingStep {
  if (sentAt !== null) return isWanted && isKeyGood(sentAt, now) ? 'send' : 'look_up';
  if (!isWanted) return 'cancel';
  return isKeyGood(askedAt, now) ? 'send' : 'give_up';
}

/** How far an event's own time may be from ours, either way. */
export const EVENT_TOLERANCE_SECONDS = 300;

/** How long a page for a card stays open. The provider wants half an hour at least. */
export const PAGE_MINUTES = 35;

/** `sk_live_…` moves money. Null for anything but a secret key. */
export function modeOf(key: string): 'live' | 'test' | null {
  const [, mode] = SECRET_KEY.exec(key) ?? [];
  return mode === 'live' || mode === 'test' ? mode : null;
}

/** Brands whose names take more than a capital letter. */
const BRANDS: Record<string, string> = {
  amex: 'American Express',
  jcb: 'JCB',
  mastercard: 'Mastercard',
  unionpay: 'UnionPay',
};

/** "Visa ending in 4242". */
export const cardText = ({ brand, last4 }: { brand: string; last4: string }): string =>
  `${BRANDS[brand] ?? brand.charAt(0).toUpperCase() + brand.slice(1)} ending in ${last4}`;

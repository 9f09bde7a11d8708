import { decimalsOf } from './currencies.ts';

/**
 * How many units of a currency make a US dollar, to the nearest power of ten when this was written. Currencies that are not listed: one. The bounds below
 * catch typing mistakes, or skip amounts too small to matter, so an exchange rate can move a long way before this has to change.
 */
const PER_DOLLAR: Record<number, string> = {
  10: 'AED BOB BRL BWP CNY CUP CZK DKK ERN GHS GTQ HKD HNL ILS LSL LYD MAD MDL MOP MVR MXN MYR NAD NOK PEN PGK PLN QAR RON SAR SBD SCR SEK SLE STN SVC SZL TJS TMT TTD TWD ZAR ZMW ZWG',
  100: 'AFN ALL BDT BTN CVE DJF DOP DZD EGP ETB GMD GYD HTG INR ISK JMD JPY KES KGS LKR LRD MKD MRU MUR MZN NIO NPR PHP PKR RSD RUB SRD THB TRY UAH UYU VES VUV XPF YER',
  1000: 'AMD AOA ARS BIF CDF CLP CRC HUF IQD KMF KPW KRW KZT MMK MWK NGN RWF SDG SOS TZS XAF XOF',
  10_000: 'COP GNF IDR KHR LAK MGA MNT PYG SSP SYP UGX UZS VND',
  100_000: 'IRR LBP',
};

const perDollar = new Map(
  Object.entries(PER_DOLLAR).flatMap(([count, codes]) =>
    codes.split(' ').map((code) => [code, Number(count)] as const),
  ),
);

/** Bounds of amounts in one currency: whole numbers of its main unit, unless they say otherwise. */
export type CurrencyBounds = {
  /**
   * The highest price of a minute, set-up price or minimum of a call. The database checks it too: `most_call_price` in
   * migrations/functions/call-prices.sql.
   */
  maxPrice: number;
  /** The highest monthly fee, set-up fee or tax per thing. */
  maxFee: number;
  /** The highest limit of a tenant's spend. */
  maxSpend: number;
  /** In micros. A smaller invoice is carried over to the next one, because a card can't be charged so little. */
  smallestInvoiceMicros: bigint;
  /** In micros. A smaller debt doesn't suspend a tenant. */
  smallestDebtMicros: bigint;
};

/** A call of 24 hours at this price still costs less than 2^53 micros. */
const MAX_PRICE = 5_000_000;
/** In micros, this still fits a bigint of the database. */
const MAX_SPEND = 1_000_000_000_000;

export function boundsOf(currency: string): CurrencyBounds {
  const worth = perDollar.get(currency) ?? 1;
  return {
    maxPrice: Math.min(1000 * worth, MAX_PRICE),
    maxFee: 1_000_000 * worth,
    maxSpend: Math.min(1_000_000_000 * worth, MAX_SPEND),
    smallestInvoiceMicros: 500_000n * BigInt(worth),
    smallestDebtMicros: 5_000_000n * BigInt(worth),
  };
}

const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** Says that an amount is too high for its currency. */
export const tooHigh = (most: number, currency: string): string => `Enter at most ${WHOLE.format(most)} ${currency}.`;

/** Whole amounts of the main unit in the minor one. */
export const inMinor = (whole: number, currency: string): number => whole * 10 ** decimalsOf(currency);

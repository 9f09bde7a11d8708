/** The countries and territories of +1, the North American Numbering Plan. */
const COUNTRIES = 'US CA AG AI AS BB BM BS DM DO GD GU JM KN KY LC MP MS PR SX TC TT VC VG VI'.split(' ');

export const isNorthAmerican = (country: string): boolean => COUNTRIES.includes(country);

/** Area codes whose calls are free (https://www.nanpa.com), 822 reserved as the next. */
const TOLL_FREE_AREA_CODES = '800 822 833 844 855 866 877 888'.split(' ');

/** Area codes that cost the caller what their owner says: pay-per-call, personal numbers, carriers' own services, Canadian special services. */
const PREMIUM_AREA_CODES = [
  ...'900 700 600 622 633 644 655 677 688'.split(' '),
  ...'500 521 522 523 524 525 526 527 528 529 532 533 535 538 542 543 544 545 546 547 549 550 552 553 554'.split(' '),
  ...'556 558 566 569 577 578 588 589'.split(' '),
];
/** The exchange 976 of any area code is pay-per-call. */
const PREMIUM_EXCHANGE = '976';

/**
 * Area codes of +1 that belong to neither the US with its territories nor Canada. A call there is billed as a call abroad,
 * although it is dialled like one to the next town. Every other area code counts as domestic: a new one comes several times a year.
 */
const CARIBBEAN: Record<string, string> = {
  '242': 'BS',
  '246': 'BB',
  '264': 'AI',
  '268': 'AG',
  '284': 'VG',
  '345': 'KY',
  '441': 'BM',
  '473': 'GD',
  '649': 'TC',
  '658': 'JM',
  '664': 'MS',
  '721': 'SX',
  '758': 'LC',
  '767': 'DM',
  '784': 'VC',
  '809': 'DO',
  '829': 'DO',
  '849': 'DO',
  '868': 'TT',
  '869': 'KN',
  '876': 'JM',
};

/** Countries of +1 whose numbers have area codes of their own; calls to them from the US and Canada are calls abroad. */
export const isCaribbean = (country: string): boolean => Object.values(CARIBBEAN).includes(country);

const isServiceCode = (three: string): boolean => /^[2-9]11$/.test(three);

/**
 * Whether ten digits can be a number of the plan: neither area code nor exchange begins with 0 or 1, the area code's second digit
 * is not 9 (kept for longer numbers), and the service codes 211 to 911 are neither. Toll-free numbers may have any exchange.
 */
export function isNorthAmericanNumber(tenDigits: string): boolean {
  const parts = /^([2-9][0-8]\d)([2-9]\d\d)\d{4}$/.exec(tenDigits);
  const [, area, exchange] = parts ?? [];
  if (area === undefined || exchange === undefined || isServiceCode(area)) return false;
  return TOLL_FREE_AREA_CODES.includes(area) || !isServiceCode(exchange);
}

/** What ten digits of the plan belong to. */
export type NorthAmericanKind = { kind: 'tollFree' } | { kind: 'premium' } | { kind: 'geographic'; country: string };

/** `US` stands for the US, its territories and Canada, which call each other as one. */
export function northAmericanKind(tenDigits: string): NorthAmericanKind {
  const area = tenDigits.slice(0, 3);
  if (TOLL_FREE_AREA_CODES.includes(area)) return { kind: 'tollFree' };
  if (PREMIUM_AREA_CODES.includes(area) || tenDigits.slice(3, 6) === PREMIUM_EXCHANGE) return { kind: 'premium' };
  return { kind: 'geographic', country: CARIBBEAN[area] ?? 'US' };
}

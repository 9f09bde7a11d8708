/** The countries and territories of +1, the North American Numbering Plan. */
const COUNTRIES = 'US CA AG AI AS BB BM BS DM DO GD GU JM KN KY LC MP MS PR SX TC TT VC VG VI'.split(' ');

export const isNorthAmerican = (country: string): boolean => COUNTRIES.includes(country);

/** Toll-free area codes (https://www.nanpa.com), including 822, which is reserved as the next one. */
const TOLL_FREE_AREA_CODES = '800 822 833 844 855 866 877 888'.split(' ');

/** Area codes with premium rates: pay-per-call, personal numbers, carriers' own services, Canadian special services. */
const PREMIUM_AREA_CODES = [
  ...'900 700 600 622 633 644 655 677 688'.split(' '),
  ...'500 521 522 523 524 525 526 527 528 529 532 533 535 538 542 543 544 545 546 547 549 550 552 553 554'.split(' '),
  ...'556 558 566 569 577 578 588 589'.split(' '),
];
/** Exchange 976 is pay-per-call in every area code. */
const PREMIUM_EXCHANGE = '976';

/**
 * Area codes of +1 outside the US, its territories and Canada. Calls there are billed as international, although they are dialled like domestic
 * ones. All other area codes count as domestic, because several new ones are added every year.
 */
export const CARIBBEAN: Readonly<Record<string, string>> = {
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

/** Countries of +1 that have their own area codes. Calls to them from the US and Canada are international. */
export const isCaribbean = (country: string): boolean => Object.values(CARIBBEAN).includes(country);

const isServiceCode = (three: string): boolean => /^[2-9]11$/.test(three);

/**
 * Whether ten digits can be a number of the plan: area code and exchange begin with 2 to 9, the area code's second digit is not 9 (reserved for
 * longer numbers), and neither is a service code, 211 to 911. Toll-free numbers may have any exchange.
 */
export function isNorthAmericanNumber(tenDigits: string): boolean {
  const parts = /^([2-9][0-8]\d)([2-9]\d\d)\d{4}$/.exec(tenDigits);
  const [, area, exchange] = parts ?? [];
  if (area === undefined || exchange === undefined || isServiceCode(area)) return false;
  return TOLL_FREE_AREA_CODES.includes(area) || !isServiceCode(exchange);
}

/** The kind of a ten-digit number of the plan. */
export type NorthAmericanKind = { kind: 'tollFree' } | { kind: 'premium' } | { kind: 'geographic'; country: string };

/** `US` also covers the US territories and Canada, because calls between them are domestic. */
export function northAmericanKind(tenDigits: string): NorthAmericanKind {
  const area = tenDigits.slice(0, 3);
  if (TOLL_FREE_AREA_CODES.includes(area)) return { kind: 'tollFree' };
  if (PREMIUM_AREA_CODES.includes(area) || tenDigits.slice(3, 6) === PREMIUM_EXCHANGE) return { kind: 'premium' };
  return { kind: 'geographic', country: CARIBBEAN[area] ?? 'US' };
}

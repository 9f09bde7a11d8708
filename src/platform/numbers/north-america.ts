/** The countries and territories of +1, the North American Numbering Plan. */
const COUNTRIES = 'US CA AG AI AS BB BM BS DM DO GD GU JM KN KY LC MP MS PR SX TC TT VC VG VI'.split(' ');

export const isNorthAmerican = (country: string): boolean => COUNTRIES.includes(country);

/** Area codes whose calls are free (https://www.nanpa.com), 822 reserved as the next. */
const TOLL_FREE_AREA_CODES = '800 822 833 844 855 866 877 888'.split(' ');

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

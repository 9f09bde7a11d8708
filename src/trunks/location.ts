import { z } from 'zod';
import { safeLine } from '../platform/values/characters.ts';
import { placeFaults } from '../platform/values/places.ts';

/** What is stored may be from before addresses were checked. */
const Address = z.object({
  street: z.string(),
  unit: z.string().default(''),
  city: z.string(),
  state: z.string(),
  postalCode: z.string(),
  country: z.string(),
});

/**
 * An address as Asterisk writes it into an INVITE: elements of RFC 5139, each value quoted. Null for one that may be wrong: a call to 911 does
 * better without a location than with a false one, and must never fail for it.
 */
export function locationOf(stored: unknown): string | null {
  const { data: address } = Address.safeParse(stored);
  if (!address || placeFaults(address).length > 0) return null;
  const [houseNumber, road] = splitStreet(clean(address.street));
  const [city, unit] = [clean(address.city), clean(address.unit)];
  if (!isWord(road) || !isWord(city)) return null;
  const elements = {
    country: address.country,
    A1: clean(address.state),
    A3: city,
    RD: road,
    HNO: houseNumber,
    LOC: unit,
    PC: clean(address.postalCode),
  };
  return Object.entries(elements)
    .flatMap(([name, value]) => (value === '' ? [] : `${name}="${value}"`))
    .join(',');
}

/**
 * Letters, digits and the punctuation of addresses. Asterisk loses what follows an ampersand, fills in what stands in `${}`, and ends a value
 * at a quotation mark.
 */
const clean = (text: string): string =>
  safeLine(
    safeLine(text, 200)
      .replaceAll('&', ' and ')
      .replace(/[^\p{L}\p{M}\p{N} .,'’#/()-]/gu, ' '),
    100,
  );

const isWord = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

/** `20 W 34th St` is number 20 of W 34th St; where no number comes first, all of it is the road. */
function splitStreet(street: string): [houseNumber: string, road: string] {
  const found = /^(\d+[A-Za-z]?(?:[-/]\d+[A-Za-z]?)?),? +(.+)$/.exec(street);
  return found ? [found[1] ?? '', found[2] ?? ''] : ['', street];
}

import { z } from 'zod';
import { safeLine } from '../platform/values/characters.ts';
import { placeFaults } from '../platform/values/places.ts';

/** A stored address may be older than the validation of addresses. */
const Address = z.object({
  street: z.string(),
  unit: z.string().default(''),
  city: z.string(),
  state: z.string(),
  postalCode: z.string(),
  country: z.string(),
});

/**
 * An address as Asterisk puts it into an INVITE: elements of RFC 5139, each value quoted. Null for an address that may be wrong: for a 911
 * call no location is better than a false one, and a bad address must never fail the call.
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
 * Keeps letters, digits and the punctuation of addresses. Asterisk drops what follows an ampersand, expands `${}`, and ends a value at a
 * quotation mark.
 */
const clean = (text: string): string =>
  safeLine(
    safeLine(text, 200)
      .replaceAll('&', ' and ')
      .replace(/[^\p{L}\p{M}\p{N} .,'’#/()-]/gu, ' '),
    100,
  );

const isWord = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

/** `20 W 34th St` is number 20 of W 34th St. Without a leading number, all of it is the road. */
function splitStreet(street: string): [houseNumber: string, road: string] {
  const found = /^(\d+[A-Za-z]?(?:[-/]\d+[A-Za-z]?)?),? +(.+)$/.exec(street);
  return found ? [found[1] ?? '', found[2] ?? ''] : ['', street];
}

import { isDay } from '../../../src/platform/time/zoned-days.ts';
// The part of a URL after `?`: plain words that users can read and share. Unreadable values are ignored.

export type Raw = Record<string, unknown>;

export const parseSearch = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text));

export function stringifySearch(search: Raw): string {
  const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text && `?${text}`;
}

export const dayOf = (value: unknown): string | undefined =>
  typeof value === 'string' && isDay(value) ? value : undefined;

export const textOf = (value: unknown, longest = 100): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.slice(0, longest) : undefined;
export const oneOf = <const T extends string>(value: unknown, allowed: readonly T[]): T | undefined =>
  allowed.find((option) => option === value);

/** Drops undefined values, so that a URL never has `sort=undefined`. */
export function compact<T extends Raw>(search: T): T {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as T;
}

export type ListSearch = { search?: string | undefined; sort?: string | undefined; cursor?: string | undefined };

export function readListSearch(raw: Raw): ListSearch {
  return compact({
    search: textOf(raw.search),
    sort: typeof raw.sort === 'string' && /^-?[a-zA-Z]{1,30}$/.test(raw.sort) ? raw.sort : undefined,
    cursor: textOf(raw.cursor, 1000),
  });
}

/** Needed for "51–100 of 1,234". All pages but the last are full. */
export const PAGE_SIZE = 50;

/** After sign-in, the browser returns only to our own URLs. */
export const isOwnAddress = (to: unknown): to is string => typeof to === 'string' && /^\/(?![/\\])/.test(to);

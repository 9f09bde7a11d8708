import { keepPreviousData, QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { isSearching, manyOptions, searchOf, withChosen } from './found-options.ts';

const option = (value: string) => ({ value, label: `Label ${value}` });

test('the options contain a chosen item once, even before its name is loaded', () => {
  expect(manyOptions(['a', 'b'], [undefined, option('b'), option('b'), option('c')], 'A thing')).toEqual([
    option('b'),
    option('c'),
    { value: 'a', label: 'A thing' },
  ]);
});

test('what a select shows of the chosen option isn’t a search', () => {
  expect(searchOf('Label a', option('a'))).toBe('');
  expect(searchOf(' Label b ', option('a'))).toBe('Label b');
  expect(searchOf(' bakery', null)).toBe('bakery');
});

test('the chosen option is among those found, once', () => {
  expect(withChosen(option('a'), [option('b')])).toEqual([option('a'), option('b')]);
  expect(withChosen(option('b'), [option('a'), option('b')])).toEqual([option('a'), option('b')]);
  expect(withChosen(null, [option('a')])).toEqual([option('a')]);
});

const client = new QueryClient({ defaultOptions: { queries: { retry: false, gcTime: Infinity } } });

/** A search for `text` whose response is `response`. */
const search = (text: string, response: Promise<string[]>) => ({
  queryKey: ['searching', text],
  queryFn: () => response,
  placeholderData: keepPreviousData,
});

test('a select is searching until the response to what was typed last is there', async () => {
  const first = Promise.withResolvers<string[]>();
  const second = Promise.withResolvers<string[]>();
  const observer = new QueryObserver(client, search('', first.promise));
  using _ = { [Symbol.dispose]: observer.subscribe(() => undefined) };
  expect(isSearching(observer.getCurrentResult())).toBe(true);
  first.resolve([]);
  await expect.poll(() => isSearching(observer.getCurrentResult())).toBe(false);
  observer.setOptions(search('bakery', second.promise));
  expect(isSearching(observer.getCurrentResult())).toBe(true);
  second.reject(new Error('no connection'));
  await expect.poll(() => isSearching(observer.getCurrentResult())).toBe(false);
});

test('a select that doesn’t search isn’t searching', () => {
  const observer = new QueryObserver(client, { ...search('never', Promise.resolve([])), enabled: false });
  expect(isSearching(observer.getCurrentResult())).toBe(false);
});

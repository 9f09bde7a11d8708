import { describe, expect, test } from 'vitest';
import { TENANT_SORTS } from '../../../src/tenants/contract.ts';
import { isOwnAddress, parseSearch, readListSearch, stringifySearch } from './search.ts';
import { readTenantsSearch } from './tenants-query.ts';

describe('the URL of a list', () => {
  test('contains plain words, which can be read back', () => {
    const search = { search: '007 & co', status: 'trial', sort: '-name' };
    expect(stringifySearch(search)).toBe('?search=007+%26+co&status=trial&sort=-name');
    expect(parseSearch(stringifySearch(search))).toEqual(search);
    expect(stringifySearch({ search: undefined, sort: '' })).toBe('');
  });

  test('ignores unreadable values', () => {
    expect(readTenantsSearch({ sort: 'password', status: 'purged', search: '  ', cursor: 5 })).toEqual({});
    expect(readListSearch({ sort: 'name; drop' })).toEqual({});
  });

  test('accepts every column that the server sorts by, in both directions', () => {
    for (const sort of TENANT_SORTS.flatMap((name) => [name, `-${name}`]))
      expect(readTenantsSearch({ sort })).toEqual({ sort });
  });
});

describe('the page after signing in', () => {
  test.each(['/', '/tenants?search=a', '/tenants/1/calls'])('%s is ours', (to) => expect(isOwnAddress(to)).toBe(true));
  test.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '', undefined])(
    '%s is not',
    (to) => expect(isOwnAddress(to)).toBe(false),
  );
});

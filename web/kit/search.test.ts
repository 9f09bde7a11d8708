import { describe, expect, it } from 'vitest';
import { TENANT_SORTS } from '../../src/tenants/contract.ts';
import {
  isOwnAddress,
  parseSearch,
  readAuditSearch,
  readListSearch,
  readNumbersSearch,
  readTenantsSearch,
  stringifySearch,
} from './search.ts';

describe('the address of a list', () => {
  it('is plain words, there and back', () => {
    const search = { search: '007 & co', status: 'trial', sort: '-name' };
    expect(stringifySearch(search)).toBe('?search=007+%26+co&status=trial&sort=-name');
    expect(parseSearch(stringifySearch(search))).toEqual(search);
    expect(stringifySearch({ search: undefined, sort: '' })).toBe('');
  });

  it('what cannot be read is as if it were not there', () => {
    expect(readTenantsSearch({ sort: 'password', status: 'purged', search: '  ', cursor: 5 })).toEqual({});
    expect(readListSearch({ sort: 'name; drop' })).toEqual({});
    expect(readNumbersSearch({ status: 'LOST' })).toEqual({});
    expect(readAuditSearch({ from: 'yesterday' })).toEqual({});
  });

  it('every column that the server sorts can be asked for, both ways', () => {
    for (const sort of TENANT_SORTS.flatMap((name) => [name, `-${name}`]))
      expect(readTenantsSearch({ sort })).toEqual({ sort });
  });

  it('instants are sent in UTC', () => {
    expect(readAuditSearch({ from: '2026-01-31T01:00:00+01:00' })).toEqual({ from: '2026-01-31T00:00:00.000Z' });
  });
});

describe('where one goes after signing in', () => {
  it.each(['/', '/tenants?search=a', '/tenants/1/calls'])('%s is ours', (to) => expect(isOwnAddress(to)).toBe(true));
  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '', undefined])(
    '%s is not',
    (to) => expect(isOwnAddress(to)).toBe(false),
  );
});

import { expect, test } from 'vitest';
import { readAuditSearch } from './audit-search.ts';

test('sends instants in UTC', () => {
  expect(readAuditSearch({ from: '2026-01-31T01:00:00+01:00' })).toEqual({ from: '2026-01-31T00:00:00.000Z' });
});
test('ignores what it cannot read', () => {
  expect(readAuditSearch({ from: 'yesterday' })).toEqual({});
});

import { expect, test } from 'vitest';
import { apiFilterOf, readCallsSearch } from './calls-search.ts';

test('reads only known values from a URL', () => {
  const search = { show: 'missed', from: '2026-11-01', to: '2026-11-03', search: '555', sort: '-startedAt' };
  expect(readCallsSearch(search)).toEqual(search);
  expect(readCallsSearch({ show: 'everything', from: 'yesterday', to: '2026-02-30' })).toEqual({});
});

test('filters by whole days in the tenant’s time zone', () => {
  const filter = apiFilterOf({ show: 'in', from: '2026-11-01', to: '2026-11-01' }, 'America/New_York');
  expect(filter).toMatchObject({
    direction: 'inbound',
    from: '2026-11-01T04:00:00.000Z',
    to: '2026-11-02T05:00:00.000Z',
  });
});

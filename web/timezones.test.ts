import { expect, it } from 'vitest';
import { isTimezone } from '../src/platform/timezone.ts';
import { timezoneOptions } from './timezones.ts';

it('offers every zone, UTC and the one that the tenant has, all of which the server takes', () => {
  const values = timezoneOptions('US/Eastern').map((option) => option.value);
  expect(values).toContain('UTC');
  expect(values).toContain('US/Eastern');
  expect(new Set(values).size).toBe(values.length);
  expect(values.filter((value) => !isTimezone(value))).toEqual([]);
});

it('a place is found by its name as one types it', () => {
  const named = timezoneOptions().filter((option) => option.label.includes('New York'));
  expect(named).toEqual([{ value: 'America/New_York', label: 'America/New York' }]);
});

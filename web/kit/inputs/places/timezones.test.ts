import { expect, test } from 'vitest';
import { canonicalTimezone } from '../../../../src/platform/time/timezone.ts';
import { timezoneOptions } from './timezones.ts';

test('offers every zone by its canonical name, plus UTC and the tenant’s own', () => {
  const values = timezoneOptions('US/Eastern').map((option) => option.value);
  expect(values).toContain('UTC');
  expect(values).toContain('US/Eastern');
  expect(new Set(values).size).toBe(values.length);
  expect(values.filter((value) => canonicalTimezone(value) !== value && value !== 'US/Eastern')).toEqual([]);
});

test('finds a place by the name that users type', () => {
  const named = timezoneOptions().filter((option) => option.label.includes('New York'));
  expect(named).toEqual([{ value: 'America/New_York', label: 'America/New York' }]);
});

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

import { describe, expect, test } from 'vitest';
import { kindOptions } from './kinds.ts';

describe('the filter by kind', () => {
  test('has one option for everything about numbers', () => {
    expect(kindOptions(undefined)).toContainEqual({ value: 'did,dids', label: 'Numbers' });
  });
  test('includes an unknown value from the URL', () => {
    expect(kindOptions('tenant.suspended')[0]).toEqual({ value: 'tenant.suspended', label: 'Tenant suspended' });
    expect(kindOptions('did,dids')).toEqual(kindOptions(undefined));
  });
});

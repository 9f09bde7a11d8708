import { describe, expect, it } from 'vitest';
import { kindOptions } from './kinds.ts';

describe('what the trail can be asked for', () => {
  it('everything about numbers at once', () => {
    expect(kindOptions(undefined)).toContainEqual({ value: 'did,dids', label: 'Numbers' });
  });
  it('keeps what an address asks for', () => {
    expect(kindOptions('tenant.suspended')[0]).toEqual({ value: 'tenant.suspended', label: 'Tenant suspended' });
    expect(kindOptions('did,dids')).toEqual(kindOptions(undefined));
  });
});

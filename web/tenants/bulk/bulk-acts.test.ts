import { describe, expect, test } from 'vitest';
import type { Tenant } from '../../../src/tenants/contract.ts';
import { reactivatedOutcome, skipped } from './bulk-acts.ts';

const tenant = (status: Tenant['status'], purgeAt: string | null = null): Tenant =>
  ({ status, allowed: status === 'ACTIVE' ? ['SUSPENDED'] : ['ACTIVE'], purgeAt, suspensionReasons: [] }) as never;

describe('tenants that a bulk action skips', () => {
  test('suspending skips tenants that aren’t in service', () => {
    const change = { act: 'suspend' } as const;
    expect(skipped(change, tenant('ACTIVE'))).toBeNull();
    expect(skipped(change, tenant('SUSPENDED'))).toBe('Not changed: suspended.');
    expect(skipped(change, tenant('CANCELLED'))).toBe('Not changed: cancelled.');
  });

  test('reactivating skips deleted tenants unless they were chosen, and purged ones', () => {
    const change = { act: 'reactivate', withDeleted: false } as const;
    const later = '2999-01-01T00:00:00Z';
    expect(skipped(change, tenant('SUSPENDED'))).toBeNull();
    expect(skipped(change, tenant('CANCELLED', later))).toBe('Stays cancelled.');
    expect(skipped({ ...change, withDeleted: true }, tenant('CANCELLED', later))).toBeNull();
    expect(skipped({ ...change, withDeleted: true }, tenant('CANCELLED', '2020-01-01T00:00:00Z'))).toContain('over');
    expect(skipped(change, tenant('ACTIVE'))).toBe('Not changed: active.');
  });

  test('a tenant that is still suspended afterwards counts as refused', () => {
    const answer = (status: Tenant['status']) => ({ tenant: tenant(status), restoredDids: [], lostDids: [] });
    expect(reactivatedOutcome(answer('ACTIVE')).state).toBe('done');
    expect(reactivatedOutcome(answer('SUSPENDED')).state).toBe('refused');
  });
});

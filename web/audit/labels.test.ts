import { describe, expect, it } from 'vitest';
import { actionLabel, fieldChanges } from './labels.ts';

describe('an event in words', () => {
  it('an action as people say it', () => {
    expect(['tenant_defaults.saved', 'did.routed', 'dids.added', 'session.opened'].map(actionLabel)).toEqual([
      'Tenant defaults saved',
      'Number routed',
      'Numbers added',
      'Signed in',
    ]);
  });
  it('an action whose own words would say something else', () => {
    expect(['legal-hold.placed', 'tenants.exported', 'tenant.exported', 'tenant.purged'].map(actionLabel)).toEqual([
      'Legal hold placed',
      'Tenant list exported',
      'Full export requested',
      'Tenant purged',
    ]);
  });
  it('says of each field what it was and is', () => {
    expect(
      fieldChanges({ billingEmail: '', status: 'TRIAL' }, { billingEmail: 'a@b.example', status: 'ACTIVE' }),
    ).toEqual([
      { field: 'billing email', before: '(empty)', after: 'a@b.example' },
      { field: 'status', before: 'Trial', after: 'Active' },
    ]);
  });
  it('what did not change is said once, what is nothing on both sides not at all', () => {
    expect(fieldChanges({ number: '+1', note: null }, { number: '+1', note: null })).toEqual([
      { field: 'number', before: null, after: '+1' },
    ]);
  });
  it('says numbers for DIDs, and instants in the zone of the page', () => {
    const [lost, released] = fieldChanges(
      null,
      { lostDids: ['+1'], releasedAt: '2026-01-31T00:00:00.000Z' },
      'America/New_York',
    );
    expect(lost).toEqual({ field: 'lost numbers', before: null, after: '+1' });
    expect(released?.after).toBe('Jan 30, 2026, 7:00 PM EST');
  });
  it('says statuses, reasons and roles by their names', () => {
    const [reasons, role] = fieldChanges({ suspensionReasons: ['past_due', 'fraud'] }, { role: 'tenant_admin' });
    expect(reasons?.before).toBe('Past due, Suspected fraud or abuse');
    expect(role?.after).not.toContain('_');
  });
  it('says an amount with its currency', () => {
    const [spend] = fieldChanges({ monthlySpend: null }, { monthlySpend: { amount: '250.00', currency: 'EUR' } });
    expect(spend).toEqual({ field: 'monthly spend', before: null, after: '€250.00' });
  });
  it('leaves out ids, and says what they stand beside', () => {
    const id = '01a209f9-df40-7709-90b1-ec26a01ca78e';
    expect(
      fieldChanges({ routing: { kind: 'none' } }, { routing: { kind: 'extension', extensionId: id }, tenantId: id }),
    ).toEqual([{ field: 'routing', before: 'none', after: 'extension' }]);
  });
});

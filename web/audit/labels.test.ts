import { describe, expect, test } from 'vitest';
import { actionLabel, fieldChanges } from './labels.ts';

describe('an event in words', () => {
  test('an action gets a readable label', () => {
    expect(['tenant_defaults.saved', 'did.routed', 'dids.added', 'session.opened'].map(actionLabel)).toEqual([
      'Tenant defaults saved',
      'Number routed',
      'Numbers added',
      'Signed in',
    ]);
  });
  test('an action with a misleading identifier gets its own label', () => {
    expect(['legal-hold.placed', 'tenants.exported', 'tenant.exported', 'tenant.purged'].map(actionLabel)).toEqual([
      'Legal hold placed',
      'Tenant list exported',
      'Full export requested',
      'Tenant purged',
    ]);
  });
  test('shows each field before and after', () => {
    expect(
      fieldChanges({ billingEmail: '', status: 'TRIAL' }, { billingEmail: 'a@b.example', status: 'ACTIVE' }),
    ).toEqual([
      { field: 'billing email', before: '(empty)', after: 'a@b.example' },
      { field: 'status', before: 'Trial', after: 'Active' },
    ]);
  });
  test('shows an unchanged field once, and leaves out one that is empty before and after', () => {
    expect(fieldChanges({ number: '+1', note: null }, { number: '+1', note: null })).toEqual([
      { field: 'number', before: null, after: '+1' },
    ]);
  });
  test('says “numbers” for DIDs, and shows instants in the page’s time zone', () => {
    const [lost, released] = fieldChanges(
      null,
      { lostDids: ['+1'], releasedAt: '2026-01-31T00:00:00.000Z' },
      'America/New_York',
    );
    expect(lost).toEqual({ field: 'lost numbers', before: null, after: '+1' });
    expect(released?.after).toBe('Jan 30, 2026, 7:00 PM EST');
  });
  test('shows statuses, reasons and roles by their labels', () => {
    const [reasons, role] = fieldChanges({ suspensionReasons: ['past_due', 'fraud'] }, { role: 'tenant_admin' });
    expect(reasons?.before).toBe('Past due, Suspected fraud or abuse');
    expect(role?.after).not.toContain('_');
  });
  test('shows an amount with its currency', () => {
    const [spend] = fieldChanges({ monthlySpend: null }, { monthlySpend: { amount: '250.00', currency: 'EUR' } });
    expect(spend).toEqual({ field: 'monthly spend', before: null, after: '€250.00' });
    const paid = fieldChanges({ invoice: 'INV-00042', amount: '12.5', currency: 'USD' }, { reversed: '2.00' });
    expect(paid.map(({ after, before }) => before ?? after)).toEqual(['INV-00042', '$12.50', 'USD', '$2.00']);
  });
  test('leaves out ids, and shows the names beside them', () => {
    const id = '01a209f9-df40-7709-90b1-ec26a01ca78e';
    expect(
      fieldChanges({ routing: { kind: 'none' } }, { routing: { kind: 'extension', extensionId: id }, tenantId: id }),
    ).toEqual([{ field: 'routing', before: 'none', after: 'extension' }]);
  });
  test('shows days, numbers, codes and rates as people write them, and no counters', () => {
    const seen = fieldChanges(null, {
      paidOn: '2026-10-10',
      method: 'bank_transfer',
      numbers: ['+12125550110-+12125550119', '+442079460958'],
      outboundPermissions: { classes: ['tollFree'], maxConcurrentOutbound: 1200 },
      taxes: [{ name: 'a_b', ratePpm: 88_750 }],
      sipPrefix: 'bakery',
      defaultsVersion: 3,
    }).map(({ field, after }) => `${field}: ${after}`);
    expect(seen).toEqual([
      'paid on: Oct 10, 2026',
      'method: bank transfer',
      'numbers: (212) 555-0110 – (212) 555-0119, +44 20 7946 0958',
      'outbound permissions: classes toll free, max concurrent outbound 1,200',
      'taxes: name a_b, rate 8.875%',
      'SIP prefix: bakery',
    ]);
  });
});

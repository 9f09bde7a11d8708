import { describe, expect, it } from 'vitest';
import { TENANT_STATUSES } from './contract.ts';
import { allowedMoves, liftReasons, RETENTION_MS, STATUS_PERMITS, suggestPrefix, isPastRetention } from './rules.ts';

describe('what a status permits', () => {
  it('spares emergency calls in every status in which a phone registers', () => {
    for (const status of TENANT_STATUSES)
      expect(STATUS_PERMITS[status].emergency).toBe(STATUS_PERMITS[status].register);
  });

  it('stops calls, recordings and new extensions while SUSPENDED, and nothing else of the partner', () => {
    expect(STATUS_PERMITS.SUSPENDED).toMatchObject({
      inbound: false,
      outbound: false,
      record: false,
      addExtension: false,
      partnerChanges: true,
      portOut: true,
    });
  });

  it('charges only an ACTIVE tenant', () => {
    expect(TENANT_STATUSES.filter((status) => STATUS_PERMITS[status].charges)).toEqual(['ACTIVE']);
  });
});

describe('where a tenant may go', () => {
  it.each([
    ['TRIAL', false, ['ACTIVE', 'SUSPENDED', 'CANCELLED']],
    ['ACTIVE', true, ['SUSPENDED', 'CANCELLED']],
    ['SUSPENDED', true, ['ACTIVE', 'CANCELLED']],
    ['SUSPENDED', false, ['ACTIVE', 'TRIAL', 'CANCELLED']],
    ['CANCELLED', true, ['ACTIVE']],
    ['CANCELLED', false, ['ACTIVE', 'TRIAL']],
  ] as const)('%s, ever active: %s', (status, wasActive, moves) => {
    expect(allowedMoves({ status, wasActive })).toEqual(moves);
  });
});

describe('lifting reasons', () => {
  const reasons = { own: ['manual', 'past_due'], operator: ['fraud'] };

  it('lifts all of one’s own when none is named, and keeps the operator’s', () => {
    expect(liftReasons(reasons, false, undefined)).toEqual({ left: { own: [], operator: ['fraud'] }, kept: ['fraud'] });
  });

  it('lifts only those named', () => {
    expect(liftReasons(reasons, false, ['past_due'])).toEqual({
      left: { own: ['manual'], operator: ['fraud'] },
      kept: [],
    });
  });

  it('lets the operator lift its own', () => {
    expect(liftReasons(reasons, true, ['fraud'])).toEqual({
      left: { own: ['manual', 'past_due'], operator: [] },
      kept: [],
    });
  });
});

describe('the 90 days', () => {
  const cancelled = new Date('2026-03-01T12:00:00Z');

  it('lasts to the last millisecond and not one longer, whatever daylight saving does', () => {
    expect(isPastRetention(cancelled, new Date(cancelled.getTime() + RETENTION_MS - 1))).toBe(false);
    expect(isPastRetention(cancelled, new Date(cancelled.getTime() + RETENTION_MS))).toBe(true);
    expect(RETENTION_MS).toBe(7_776_000_000);
  });
});

describe('a proposed prefix', () => {
  it.each([
    ['Bakery', 'bakery'],
    ['Joe’s Bar & Grill', 'joesbargrill'],
    ['Café Zürich', 'cafezurich'],
    ['3M', 'mxx'],
    ['株式会社', ''],
  ])('%s gives %s', (name, prefix) => {
    expect(suggestPrefix(name)).toBe(prefix);
  });
});

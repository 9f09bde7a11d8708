import { describe, expect, it } from 'vitest';
import { ApiError } from '../kit/api.ts';
import { daysUntil, effectsOf, plural, refusalWords, whenPurged, whyNotBack, whyNotStatus } from './status.ts';

const nothing = {
  extensions: 0,
  registeredPhones: 0,
  liveCalls: 0,
  dids: [],
  openPortOrders: 0,
  users: 0,
  lost: [],
  restored: [],
  without911: 0,
};

describe('what a dry run found, in words', () => {
  it('says first that phones lose 911', () => {
    const effects = effectsOf('cancel', { ...nothing, extensions: 3, registeredPhones: 2, without911: 2 });
    expect(effects[0]).toEqual({ text: '2 phones will no longer reach 911.', grave: true });
    expect(effects[1]?.text).toBe('3 extensions are unregistered (2 phones registered now).');
  });
  it('says nothing of 911 when no phone is registered', () => {
    expect(effectsOf('cancel', nothing).filter((effect) => effect.text.includes('911'))).toEqual([]);
  });
  it('names the numbers that go, come back and are lost', () => {
    expect(effectsOf('cancel', { ...nothing, dids: ['+12125550101'], lost: ['+12125550101'] })).toContainEqual(
      expect.objectContaining({ numbers: ['+12125550101'] }),
    );
    const back = effectsOf('reactivate', { ...nothing, lost: ['+12125550102'], restored: ['+12125550101'] });
    expect(back[0]).toMatchObject({ numbers: ['+12125550102'], grave: true });
    expect(back[1]).toMatchObject({ numbers: ['+12125550101'], grave: false });
  });
  it('an emergency call is never said to end', () => {
    expect(effectsOf('suspend', { ...nothing, liveCalls: 1 })[0]?.text).toContain('Emergency calls aren’t affected');
  });
});

describe('why a status cannot be chosen', () => {
  it('the present and the allowed ones can', () => {
    expect(whyNotStatus({ status: 'ACTIVE', allowed: ['SUSPENDED'] }, 'ACTIVE')).toBeNull();
    expect(whyNotStatus({ status: 'ACTIVE', allowed: ['SUSPENDED'] }, 'SUSPENDED')).toBeNull();
  });
  it('every other has a reason', () => {
    expect(whyNotStatus({ status: 'ACTIVE', allowed: [] }, 'TRIAL')).toContain('cannot go back to trial');
    expect(whyNotStatus({ status: 'SUSPENDED', allowed: ['ACTIVE'] }, 'TRIAL')).toContain('was active before');
    expect(whyNotStatus({ status: 'CANCELLED', allowed: ['ACTIVE'] }, 'SUSPENDED')).toContain('reactivated');
  });
  it('says which reasons only the operator lifts', () => {
    const kept = new ApiError(409, 'reason_kept', 'Only the operator can lift it.', [], { kept: ['fraud'] });
    expect(refusalWords(kept)).toBe('Only the operator can lift it. Still in force: suspected fraud or abuse.');
    expect(refusalWords(new Error('other'))).toBe('other');
  });
});

describe('days and counts', () => {
  it('counts begun days, never below none', () => {
    const now = new Date('2026-01-01T12:00:00Z');
    expect(daysUntil('2026-01-31T12:00:00Z', now)).toBe(30);
    expect(daysUntil('2026-01-31T12:00:01Z', now)).toBe(31);
    expect(daysUntil('2025-12-31T00:00:00Z', now)).toBe(0);
  });
  it('says when a tenant is purged, and that one whose time is over does not come back', () => {
    const now = new Date('2026-01-01T12:00:00Z');
    const at = ['2026-04-01T11:00:00Z', '2026-01-02T12:00:01Z', '2026-01-02T12:00:00Z', '2026-01-01T12:00:00Z'];
    expect(at.map((purgeAt) => whenPurged(purgeAt, now))).toEqual([
      'in 90 days',
      'in 2 days',
      'within 24 hours',
      'now',
    ]);
    expect(at.map((purgeAt) => whyNotBack({ purgeAt }, now) === null)).toEqual([true, true, true, false]);
    expect(whyNotBack({ purgeAt: null }, now)).toBeNull();
  });
  it('says counts', () => {
    expect([plural(1, 'tenant'), plural(0, 'tenant')]).toEqual(['1 tenant', '0 tenants']);
  });
});

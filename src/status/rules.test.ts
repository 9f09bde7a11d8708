import { describe, expect, test } from 'vitest';
import { TENANT_STATUSES } from './contract.ts';
import {
  allowedMoves,
  liftReasons,
  PERMITS,
  PLANNED_PERMITS,
  type Reasons,
  STATUS_PERMITS,
  statusesThatPermit,
  statusRefusal,
  tenantMay,
} from './rules.ts';

describe('what a status permits', () => {
  test('spares emergency calls in every status in which a phone registers', () => {
    for (const status of TENANT_STATUSES)
      expect(STATUS_PERMITS[status].emergency).toBe(STATUS_PERMITS[status].register);
  });

  test('stops calls, recordings and new extensions while SUSPENDED, and nothing else of the partner', () => {
    expect(STATUS_PERMITS.SUSPENDED).toMatchObject({
      inbound: false,
      outbound: false,
      record: false,
      addExtension: false,
      partnerChanges: true,
    });
    expect(PLANNED_PERMITS.SUSPENDED).toMatchObject({ portOut: true });
  });

  test('charges only an ACTIVE tenant', () => {
    expect(TENANT_STATUSES.filter((status) => PLANNED_PERMITS[status].charges)).toEqual(['ACTIVE']);
  });
});

describe('asking', () => {
  test('answers by the table', () => {
    expect(tenantMay('SUSPENDED', 'emergency')).toBe(true);
    expect(tenantMay('SUSPENDED', 'outbound')).toBe(false);
    expect(statusesThatPermit('tenantChanges')).toEqual(['TRIAL', 'ACTIVE']);
  });

  test('a refusal has a code and a sentence, in whichever status and for whatever', () => {
    expect(statusRefusal('ACTIVE', 'addExtension')).toBeNull();
    expect(statusRefusal('SUSPENDED', 'addExtension')).toEqual({
      code: 'tenant_suspended',
      message: 'The tenant is suspended. Extensions can’t be added.',
    });
    for (const status of TENANT_STATUSES)
      for (const permit of PERMITS)
        expect(statusRefusal(status, permit) === null, `${permit} in ${status}`).toBe(tenantMay(status, permit));
  });
});

describe('where a tenant may go', () => {
  test.each([
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
  const reasons: Reasons = { own: ['manual', 'past_due'], operator: ['fraud'] };

  test('lifts all of the caller’s own reasons when none is named, and keeps the operator’s', () => {
    expect(liftReasons(reasons, false, undefined)).toEqual({ left: { own: [], operator: ['fraud'] }, kept: ['fraud'] });
  });

  test('lifts only those named', () => {
    expect(liftReasons(reasons, false, ['past_due'])).toEqual({
      left: { own: ['manual'], operator: ['fraud'] },
      kept: [],
    });
  });

  test('lets the operator lift its own', () => {
    expect(liftReasons(reasons, true, ['fraud'])).toEqual({
      left: { own: ['manual', 'past_due'], operator: [] },
      kept: [],
    });
  });
});

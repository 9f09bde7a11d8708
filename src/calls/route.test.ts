import { describe, expect, test } from 'vitest';
import { TENANT_STATUSES, type TenantStatus } from '../tenants/contract.ts';
import type { Arrival, Decision } from './call.ts';
import { type Callee, type CarrierFacts, type PhoneFacts } from './route.ts';
import { routeFromCarrier, routeFromPhone, routeWithoutDatabase } from './route.ts';

const STAMP = { id: 'call', at: '2026-03-01T12:00:00.000Z' };

const arrival = (dialled: string, more: Partial<Arrival> = {}): Arrival => ({
  channel: 'caller',
  from: 'phone',
  dialled,
  endpoint: 'bakery-101',
  tenantId: 'bakery',
  caller: { number: '101', name: 'Counter' },
  restricted: false,
  emergency: { trunk: 'trunk-one', callback: '+12125550101' },
  ...more,
});

const callee = (id: string, ...contacts: string[]): Callee => ({
  id,
  number: id,
  sipUsername: `bakery-${id}`,
  ringSeconds: 25,
  contacts,
});

const phoneFacts = (more: Partial<Omit<PhoneFacts, 'tenant'>> & { status?: TenantStatus; country?: string } = {}) => {
  const { status = 'ACTIVE', country = 'US', ...rest } = more;
  return {
    tenant: { id: 'bakery', status, defaultCnam: 'BAKERY', country },
    caller: { id: '101', number: '101', name: 'Counter' },
    did: { id: 'did', number: '+12125550101' },
    callee: null,
    carriers: [
      { id: 'one', emergency: false },
      { id: 'two', emergency: true },
    ],
    ...rest,
  } satisfies PhoneFacts;
};

const fromPhone = (dialled: string, facts: Parameters<typeof phoneFacts>[0] = {}): Decision =>
  routeFromPhone(arrival(dialled), phoneFacts(facts), STAMP);

/** Where the call goes, or why it does not. */
const outcome = (decision: Decision): string | string[] =>
  decision.kind === 'refuse' ? decision.reason : decision.attempts.flat().map((target) => target.endpoint);

describe.each(TENANT_STATUSES)('a phone of a tenant that is %s', (status) => {
  const works = status === 'TRIAL' || status === 'ACTIVE';
  const registered = callee('102', 'sip:102@phone');

  test('calls another extension only while it works', () => {
    const decision = fromPhone('102', { status, callee: registered });
    expect(outcome(decision)).toEqual(works ? ['PJSIP/bakery-102/sip:102@phone'] : 'interrupted');
  });

  test('calls outside only while it works', () => {
    const expected = ['PJSIP/+12125559999@trunk-one', 'PJSIP/+12125559999@trunk-two'];
    expect(outcome(fromPhone('2125559999', { status }))).toEqual(works ? expected : 'interrupted');
  });

  test('hears of the interruption whatever it dials', () => {
    if (works) return;
    for (const dialled of ['7777', '*97', '5551', ''])
      expect(outcome(fromPhone(dialled, { status }))).toBe('interrupted');
  });

  test.each([
    ['911', '911'],
    ['933', '933'],
    ['9911', '911'],
    ['*67911', '911'],
  ])('reaches %s in every status but CANCELLED', (dialled, number) => {
    const expected = status === 'CANCELLED' ? 'interrupted' : [`PJSIP/${number}@trunk-two`];
    expect(outcome(fromPhone(dialled, { status }))).toEqual(expected);
  });
});

describe('an emergency call', () => {
  test('shows the number to call back and is marked as one', () => {
    const decision = fromPhone('911', { status: 'SUSPENDED' });
    expect(decision).toMatchObject({
      callerId: { number: '+12125550101', name: 'BAKERY', restricted: false },
      facts: { emergency: true, direction: 'outbound', to: '911', callbackNumber: '+12125550101', extensionId: '101' },
    });
  });

  test('goes before an extension of that number', () => {
    const decision = fromPhone('911', { callee: callee('911', 'sip:911@phone') });
    expect(outcome(decision)).toEqual(['PJSIP/911@trunk-two']);
  });

  test('goes without any number of the tenant’s own', () => {
    const decision = fromPhone('911', { did: null });
    expect(outcome(decision)).toEqual(['PJSIP/911@trunk-two']);
    expect(decision).toMatchObject({ facts: { from: '101', callbackNumber: null }, callerId: { number: '' } });
  });

  test('without a carrier for it says that calls are not possible', () => {
    expect(outcome(fromPhone('911', { carriers: [{ id: 'one', emergency: false }] }))).toBe('noCarrier');
  });
});

describe('inside', () => {
  test('every phone of the extension rings', () => {
    const decision = fromPhone('102', { callee: callee('102', 'sip:102@desk', 'sip:102@soft') });
    expect(decision).toMatchObject({
      attempts: [[{ endpoint: 'PJSIP/bakery-102/sip:102@desk' }, { endpoint: 'PJSIP/bakery-102/sip:102@soft' }]],
      facts: { direction: 'internal', from: '101', to: '102', extensionId: '101' },
      callerId: { number: '101', name: 'Counter' },
      ringSeconds: 25,
    });
  });
  test('one that is not registered is not reachable', () => {
    expect(outcome(fromPhone('102', { callee: callee('102') }))).toBe('unreachable');
  });
  test('nobody calls oneself', () => {
    expect(outcome(fromPhone('101', { callee: callee('101', 'sip:101@phone') }))).toBe('busy');
  });
  test.each(['102', '1234567'])('%s is no extension of anybody', (dialled) => {
    expect(outcome(fromPhone(dialled))).toBe('unknownNumber');
  });
});

describe('outside', () => {
  test.each([
    ['+12125559999', '+12125559999'],
    ['2125559999', '+12125559999'],
    ['12125559999', '+12125559999'],
    ['011442079460958', '+442079460958'],
    ['+442079460958', '+442079460958'],
  ])('%s is %s', (dialled, number) => {
    expect(outcome(fromPhone(dialled))).toContain(`PJSIP/${number}@trunk-one`);
  });
  test('a national number is read as in the tenant’s country', () => {
    expect(outcome(fromPhone('02079460958', { country: 'GB' }))).toContain('PJSIP/+442079460958@trunk-one');
  });
  test.each(['12345678', '+1', '*97', '#31#2125559999', '2125559999w1', '+1212555999999999'])(
    '%s is no number',
    (dialled) => {
      expect(outcome(fromPhone(dialled))).toBe('unknownNumber');
    },
  );
  test('shows the tenant’s number and name, never what the phone says of itself', () => {
    const decision = routeFromPhone(
      arrival('2125559999', { caller: { number: '+19005550000', name: 'Somebody else' } }),
      phoneFacts(),
      STAMP,
    );
    expect(decision).toMatchObject({
      callerId: { number: '+12125550101', name: 'BAKERY', restricted: false },
      facts: { from: '+12125550101', to: '+12125559999', didId: 'did' },
    });
  });
  test('*67 hides the number, and only then', () => {
    expect(fromPhone('*672125559999')).toMatchObject({
      attempts: [[{ endpoint: 'PJSIP/+12125559999@trunk-one' }], [{ endpoint: 'PJSIP/+12125559999@trunk-two' }]],
      callerId: { number: '+12125550101', restricted: true },
    });
  });
  test('without a number of its own there is nothing to show', () => {
    expect(outcome(fromPhone('2125559999', { did: null }))).toBe('noCallerId');
  });
  test('without a carrier there is no way', () => {
    expect(outcome(fromPhone('2125559999', { carriers: [] }))).toBe('noCarrier');
  });
});

describe('from a carrier', () => {
  const outside = (more: Partial<Arrival> = {}) =>
    arrival('+12125550101', {
      from: 'carrier',
      endpoint: 'trunk-one',
      tenantId: null,
      caller: { number: '+15551230000', name: 'Ann' },
      ...more,
    });
  const facts = (more: Partial<Omit<CarrierFacts, 'tenant'>> & { status?: TenantStatus } = {}): CarrierFacts => {
    const { status = 'ACTIVE', ...rest } = more;
    return {
      tenant: { id: 'bakery', status },
      did: { id: 'did', number: '+12125550101' },
      callee: callee('101', 'sip:101@phone'),
      forward: null,
      carriers: [{ id: 'one', emergency: true }],
      callback: null,
      ...rest,
    };
  };
  const route = (more: Parameters<typeof facts>[0] = {}) => routeFromCarrier(outside(), facts(more), STAMP);

  test.each([
    ['TRIAL', ['PJSIP/bakery-101/sip:101@phone']],
    ['ACTIVE', ['PJSIP/bakery-101/sip:101@phone']],
    ['SUSPENDED', 'interrupted'],
    ['CANCELLED', 'notOurNumber'],
  ] as const)('to a number of a tenant that is %s', (status, expected) => {
    expect(outcome(route({ status }))).toEqual(expected);
  });

  test('rings the phones of the extension, with the caller as it was given', () => {
    expect(route()).toMatchObject({
      facts: { tenantId: 'bakery', direction: 'inbound', from: '+15551230000', to: '+12125550101', emergency: false },
      callerId: { number: '+15551230000', name: 'Ann', restricted: false },
    });
  });

  test('a hidden number stays hidden, in the history too', () => {
    const decision = routeFromCarrier(outside({ restricted: true }), facts(), STAMP);
    expect(decision).toMatchObject({ callerId: { restricted: true }, facts: { from: 'anonymous' } });
  });

  test('a number that is nobody’s', () =>
    expect(outcome(routeFromCarrier(outside(), null, STAMP))).toBe('notOurNumber'));
  test('a number that leads nowhere', () => expect(outcome(route({ callee: null }))).toBe('unroutedNumber'));
  test('a number that sends on goes out by a carrier, showing the number called', () => {
    const decision = route({ callee: null, forward: { number: '+13105550000', ours: false } });
    expect(outcome(decision)).toEqual(['PJSIP/+13105550000@trunk-one']);
    expect(decision).toMatchObject({
      callerId: { number: '+12125550101' },
      facts: { direction: 'inbound', extensionId: null },
    });
  });
  test('one that sends on to a number of ours would go round in circles', () => {
    expect(outcome(route({ callee: null, forward: { number: '+12125550102', ours: true } }))).toBe('unroutedNumber');
  });
  test('nothing is sent on while SUSPENDED', () => {
    const forward = { number: '+13105550000', ours: false };
    expect(outcome(route({ status: 'SUSPENDED', callee: null, forward }))).toBe('interrupted');
  });
  test('an extension without a phone', () => expect(outcome(route({ callee: callee('101') }))).toBe('unreachable'));

  describe('after an emergency call', () => {
    const callback = callee('103', 'sip:103@phone');
    test.each(['TRIAL', 'ACTIVE', 'SUSPENDED'] as const)(
      '%s: rings the phone that called, and nothing ends it',
      (status) => {
        const decision = route({ status, callback });
        expect(outcome(decision)).toEqual(['PJSIP/bakery-103/sip:103@phone']);
        expect(decision).toMatchObject({ facts: { emergency: true, direction: 'inbound', extensionId: '103' } });
      },
    );
    test('but not once the tenant is CANCELLED', () => {
      expect(outcome(route({ status: 'CANCELLED', callback }))).toBe('notOurNumber');
    });
    test('if that phone is gone, as ever', () => {
      expect(outcome(route({ callback: callee('103') }))).toEqual(['PJSIP/bakery-101/sip:101@phone']);
      expect(outcome(route({ status: 'SUSPENDED', callback: callee('103') }))).toBe('interrupted');
    });
  });
});

describe('while the database does not answer', () => {
  test.each(['911', '933', '9911'])('%s goes by what the phone’s row said', (dialled) => {
    expect(routeWithoutDatabase(arrival(dialled), STAMP)).toMatchObject({
      attempts: [[{ endpoint: `PJSIP/${dialled.slice(-3)}@trunk-one` }]],
      callerId: { number: '+12125550101', restricted: false },
      facts: { emergency: true, callbackNumber: '+12125550101' },
    });
  });
  test.each(['102', '2125559999', '+12125550101'])('%s is not possible now', (dialled) => {
    expect(outcome(routeWithoutDatabase(arrival(dialled), STAMP))).toBe('unavailable');
  });
  test('an emergency number from a carrier is nothing of ours', () => {
    expect(outcome(routeWithoutDatabase(arrival('911', { from: 'carrier' }), STAMP))).toBe('unavailable');
  });
});

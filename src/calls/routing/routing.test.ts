import { describe, expect, test } from 'vitest';
import { phoneArrival } from '../../../test/arrivals.ts';
import { dialString } from '../../call-control/ari/dial-string.ts';
import { type Destination, DESTINATION_SHAPES } from '../../destinations/contract.ts';
import { SAFE_RULES } from '../../outbound/rules.ts';
import { TENANT_STATUSES, type TenantStatus } from '../../status/contract.ts';
import {
  type Arrival,
  type CallerId,
  type Decision,
  type EmergencyRow,
  NO_EMERGENCY_ROW,
  type Onward,
} from '../model/decision.ts';
import type { Callee, CarrierFacts, PhoneFacts } from './facts.ts';
import { routeFromCarrier } from './from-carrier.ts';
import { routeFromPhone } from './from-phone.ts';
import { rerouteWithoutDatabase, routeWithoutDatabase } from './without-database.ts';

const STAMP = { id: 'call', at: '2026-03-01T12:00:00.000Z' };

/** As the phone's endpoint row has it. */
const ROW: EmergencyRow = { trunkIds: ['one', 'two'], callback: '+12125550101', country: null };

const arrival = (dialled: string, more: Partial<Arrival> = {}): Arrival =>
  phoneArrival(dialled, { emergency: ROW, ...more });

const callee = (id: string, ...contacts: string[]): Callee => ({
  id,
  number: id,
  sipUsername: `bakery-${id}`,
  ringSeconds: 25,
  encryptedOnly: false,
  contacts,
});

const phoneFacts = (
  more: Partial<Omit<PhoneFacts, 'tenant'>> & { status?: TenantStatus; country?: string | null } = {},
) => {
  const { status = 'ACTIVE', country = 'US', ...rest } = more;
  return {
    tenant: { id: 'bakery', status, defaultCnam: 'BAKERY', country },
    caller: { id: '101', number: '101', name: 'Counter', encryptedOnly: false },
    did: { id: 'did', number: '+12125550101' },
    callee: null,
    carriers: [
      { id: 'one', emergency: false },
      { id: 'two', emergency: true },
    ],
    ...rest,
  } satisfies PhoneFacts;
};

const fromPhone = (dialled: string, facts: Parameters<typeof phoneFacts>[0] = {}): Decision | Onward =>
  routeFromPhone(arrival(dialled), phoneFacts(facts), STAMP);

/** The targets that ring at once, attempt by attempt. */
const attemptsOf = (decision: Decision | Onward): string[][] =>
  decision.kind !== 'connect' ? [] : decision.attempts.map(({ targets }) => targets.map(dialString));

/** Where the call goes, or why it is refused. */
const outcome = (decision: Decision | Onward): string | string[] =>
  decision.kind === 'refuse' ? decision.reason : attemptsOf(decision).flat();

const shows = (callerId: Partial<CallerId>) => ({
  attempts: expect.arrayContaining([expect.objectContaining({ callerId: expect.objectContaining(callerId) })]),
});

describe.each(TENANT_STATUSES)('a phone of a tenant that is %s', (status) => {
  const works = status === 'TRIAL' || status === 'ACTIVE';
  const registered = callee('102', 'sip:102@192.0.2.1:5060');

  test('calls another extension only while the tenant is active', () => {
    const decision = fromPhone('102', { status, callee: registered });
    expect(outcome(decision)).toEqual(works ? ['PJSIP/bakery-102/sip:102@192.0.2.1:5060'] : 'suspended');
  });

  test('calls outside only while the tenant is active', () => {
    const expected = ['PJSIP/+12125559999@trunk-one', 'PJSIP/+12125559999@trunk-two'];
    expect(outcome(fromPhone('2125559999', { status }))).toEqual(works ? expected : 'suspended');
  });

  test('hears that service is suspended, whatever number it dials', () => {
    if (works) return;
    for (const dialled of ['7777', '*97', '5551', ''])
      expect(outcome(fromPhone(dialled, { status }))).toBe('suspended');
  });

  test('reaches an emergency number that is also an extension, if the extension cannot ring', () => {
    const help = (dialled: string, country: string) =>
      outcome(fromPhone(dialled, { status, country, callee: callee(dialled, `sip:${dialled}@192.0.2.1:5060`) }));
    const rings = (number: string) => [`PJSIP/bakery-${number}/sip:${number}@192.0.2.1:5060`];
    for (const [dialled, country, sent] of [
      ['102', 'IN', '102'],
      ['999', 'US', '911'],
    ] as const)
      expect(help(dialled, country)).toEqual(
        works ? rings(dialled) : status === 'CANCELLED' ? 'suspended' : [`PJSIP/${sent}@trunk-two`],
      );
  });

  test.each([
    ['911', '911'],
    ['933', '933'],
    ['9911', '911'],
    ['*67911', '911'],
    ['911#', '911'],
    ['1911', '911'],
    ['+911', '911'],
    ['911;phone-context=+1', '911'],
    ['112', '911'],
  ])('reaches %s in every status but CANCELLED', (dialled, number) => {
    const expected = status === 'CANCELLED' ? 'suspended' : [`PJSIP/${number}@trunk-two`];
    expect(outcome(fromPhone(dialled, { status }))).toEqual(expected);
  });
});

describe('an emergency call', () => {
  test('shows the callback number and is marked as an emergency', () => {
    const decision = fromPhone('911', { status: 'SUSPENDED' });
    expect(decision).toMatchObject({
      ...shows({ number: '+12125550101', name: 'BAKERY', restricted: false }),
      facts: { emergency: true, direction: 'outbound', to: '911', callbackNumber: '+12125550101', extensionId: '101' },
    });
  });

  test('takes precedence over an extension of that number', () => {
    const decision = fromPhone('911', { callee: callee('911', 'sip:911@192.0.2.1:5060') });
    expect(outcome(decision)).toEqual(['PJSIP/911@trunk-two']);
  });

  test('goes out without a number of the tenant’s own', () => {
    const decision = fromPhone('911', { did: null });
    expect(outcome(decision)).toEqual(['PJSIP/911@trunk-two']);
    expect(decision).toMatchObject({ facts: { from: '101', callbackNumber: null }, ...shows({ number: '' }) });
  });

  test('without an emergency trunk is refused', () => {
    expect(outcome(fromPhone('911', { carriers: [{ id: 'one', emergency: false }] }))).toBe('no_carrier');
  });
});

describe('service codes', () => {
  const atCarriers = (number: string) => [`PJSIP/${number}@trunk-one`, `PJSIP/${number}@trunk-two`];

  test.each(['211', '411', '811', '988'])('%s goes to the carriers unchanged', (code) => {
    expect(outcome(fromPhone(code))).toEqual(atCarriers(code));
  });
  test('an extension that was 411 before it was reserved still rings; one that was 988 does not', () => {
    expect(outcome(fromPhone('411', { callee: callee('411', 'sip:411@192.0.2.1:5060') }))).toEqual([
      'PJSIP/bakery-411/sip:411@192.0.2.1:5060',
    ]);
    expect(outcome(fromPhone('988', { callee: callee('988', 'sip:988@192.0.2.1:5060') }))).toEqual(atCarriers('988'));
  });
  test.each(['9988', '1988', '91988'])('%s reaches 988, unless it is an extension that can ring', (dialled) => {
    const own = callee(dialled, `sip:${dialled}@192.0.2.1:5060`);
    expect(outcome(fromPhone(dialled, { status: 'SUSPENDED', did: null }))).toEqual(atCarriers('988'));
    expect(outcome(fromPhone(dialled, { callee: own }))).toEqual([
      `PJSIP/bakery-${dialled}/sip:${dialled}@192.0.2.1:5060`,
    ]);
    expect(outcome(fromPhone(dialled, { status: 'SUSPENDED', callee: own }))).toEqual(atCarriers('988'));
  });
  test('988 goes out even from a suspended tenant, or from one without a number', () => {
    expect(outcome(fromPhone('988', { status: 'SUSPENDED', did: null }))).toEqual(atCarriers('988'));
    expect(outcome(fromPhone('411', { status: 'SUSPENDED' }))).toBe('suspended');
  });
  test.each(['*66', '*72', '*73102'])('%s is not in service', (code) =>
    expect(outcome(fromPhone(code))).toBe('not_in_service'),
  );
});

describe('an extension that must encrypt', () => {
  const caller = { id: '101', number: '101', name: 'Counter', encryptedOnly: true };
  const other = callee('102', 'sip:102@192.0.2.1:5060');
  const from = (dialled: string, secure: boolean) =>
    outcome(routeFromPhone(arrival(dialled, { overTls: secure }), phoneFacts({ caller, callee: other }), STAMP));

  test('calls only 911 and 988 without encryption', () => {
    for (const dialled of ['102', '3015550177']) expect(from(dialled, false)).toBe('not_encrypted');
    for (const dialled of ['911', '988']) expect(from(dialled, false)).not.toBe('not_encrypted');
    expect(from('102', true)).toEqual(['PJSIP/bakery-102/sip:102@192.0.2.1:5060']);
  });

  test('is only called with encryption', () => {
    const overTls = 'sip:102@192.0.2.1:5061;over=tls';
    const phones = callee('102', 'sip:102@192.0.2.1:5060', overTls);
    const decision = fromPhone('102', { callee: { ...phones, encryptedOnly: true } });
    expect(outcome(decision)).toEqual(['PJSIP/srtp-bakery-102/sip:102@192.0.2.1:5061;over=tls']);
    expect(decision).toMatchObject({ attempts: [{ targets: [{ encrypted: true }] }] });
  });
});

describe('an internal call', () => {
  test('rings every phone of the extension', () => {
    const decision = fromPhone('102', { callee: callee('102', 'sip:102@192.0.2.1:5060', 'sip:102@192.0.2.2:5060') });
    expect(attemptsOf(decision)).toEqual([
      ['PJSIP/bakery-102/sip:102@192.0.2.1:5060', 'PJSIP/bakery-102/sip:102@192.0.2.2:5060'],
    ]);
    expect(decision).toMatchObject({
      facts: { direction: 'internal', from: '101', to: '102', extensionId: '101' },
      attempts: [{ callerId: { number: '101', name: 'Counter' }, ringSeconds: 25 }],
    });
  });
  test('to an unregistered extension is unreachable', () => {
    expect(outcome(fromPhone('102', { callee: callee('102') }))).toBe('unreachable');
  });
  test('to the caller’s own extension is busy', () => {
    expect(outcome(fromPhone('101', { callee: callee('101', 'sip:101@192.0.2.1:5060') }))).toBe('busy');
  });
  test.each(['102', '1234567'])('to %s is refused: no such extension', (dialled) => {
    expect(outcome(fromPhone(dialled))).toBe('unknown_number');
  });
});

describe('an outbound call', () => {
  test.each([
    ['+12125559999', '+12125559999'],
    ['2125559999', '+12125559999'],
    ['12125559999', '+12125559999'],
    ['011442079460958', '+442079460958'],
    ['+442079460958', '+442079460958'],
  ])('%s is %s', (dialled, number) => {
    expect(outcome(fromPhone(dialled, { outbound: { ...SAFE_RULES, countries: ['GB'] } }))).toContain(
      `PJSIP/${number}@trunk-one`,
    );
  });
  test('adds the tenant’s area code to seven digits, unless they are an extension', () => {
    expect(outcome(fromPhone('555-0177'))).toContain('PJSIP/+12125550177@trunk-one');
    expect(outcome(fromPhone('5550177', { callee: callee('5550177', 'sip:x@192.0.2.1:5060') }))).toEqual([
      'PJSIP/bakery-5550177/sip:x@192.0.2.1:5060',
    ]);
  });
  test.each(['ZZ', 'Narnia', '', null])('works for a tenant with an address in %j', (country) => {
    expect(outcome(fromPhone('2125559999', { country }))).toContain('PJSIP/+12125559999@trunk-one');
  });
  test('reads a national number by the tenant’s country', () => {
    expect(outcome(fromPhone('02079460958', { country: 'GB' }))).toContain('PJSIP/+442079460958@trunk-one');
  });
  test.each(['12345678', '+1', '#32#2125559999', '2125559999w1', '+1212555999999999'])(
    'to %s is refused: not a number',
    (dialled) => {
      expect(outcome(fromPhone(dialled))).toBe('unknown_number');
    },
  );
  test('shows the tenant’s number and name, never what the phone sends', () => {
    const decision = routeFromPhone(
      arrival('2125559999', { caller: { number: '+19005550000', name: 'Somebody else' } }),
      phoneFacts(),
      STAMP,
    );
    expect(decision).toMatchObject({
      ...shows({ number: '+12125550101', name: 'BAKERY', restricted: false }),
      facts: { from: '+12125550101', to: '+12125559999', didId: 'did' },
    });
  });
  test('hides its number only with *67', () => {
    const decision = fromPhone('*672125559999');
    expect(attemptsOf(decision)).toEqual([['PJSIP/+12125559999@trunk-one'], ['PJSIP/+12125559999@trunk-two']]);
    const callerId = { number: '+12125550101', restricted: true };
    expect(decision).toMatchObject({ attempts: [{ callerId }, { callerId }] });
  });
  test('hides its number if the phone is set to, unless it dials *82', () => {
    const from = (dialled: string) => routeFromPhone(arrival(dialled, { restricted: true }), phoneFacts(), STAMP);
    expect(from('2125559999')).toMatchObject(shows({ restricted: true }));
    expect(from('*822125559999')).toMatchObject(shows({ restricted: false }));
    expect(from('911')).toMatchObject(shows({ restricted: false }));
  });
  test.each([
    ['+442079460958', 'not_permitted'],
    ['+19005550177', 'not_permitted'],
    ['+88216123456', 'not_permitted'],
    ['8765550177', 'not_permitted'],
    ['8005550177', ['PJSIP/+18005550177@trunk-one', 'PJSIP/+18005550177@trunk-two']],
  ])('of a tenant without stored rules, %s is %s', (dialled, expected) => {
    expect(outcome(fromPhone(dialled))).toEqual(expected);
  });
  test('reaches 911 and 988 even if the tenant may call nothing else', () => {
    const outbound = { classes: [], countries: [], maxConcurrentOutbound: 0, maxConcurrentOutboundPerExtension: 0 };
    expect(outcome(fromPhone('2125559999', { outbound }))).toBe('not_permitted');
    expect(outcome(fromPhone('411', { outbound }))).toBe('not_permitted');
    for (const number of ['911', '933', '988']) {
      expect(fromPhone(number, { outbound }), number).toMatchObject({ kind: 'connect' });
      expect(fromPhone(number, { outbound }), number).not.toHaveProperty('usesLine', true);
    }
    expect(fromPhone('102', { outbound, callee: callee('102', 'sip:102@192.0.2.1:5060') })).toMatchObject({
      kind: 'connect',
    });
  });
  test('takes one of the tenant’s outside lines', () => {
    expect(fromPhone('2125559999')).toMatchObject({ usesLine: true });
    expect(fromPhone('102', { callee: callee('102', 'sip:102@192.0.2.1:5060') })).not.toHaveProperty('usesLine');
  });
  test('is refused without a caller ID', () => {
    expect(outcome(fromPhone('2125559999', { did: null }))).toBe('no_caller_id');
  });
  test('is refused without a trunk', () => {
    expect(outcome(fromPhone('2125559999', { carriers: [] }))).toBe('no_carrier');
  });
});

describe('an inbound call', () => {
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
      callee: callee('101', 'sip:101@192.0.2.1:5060'),
      forward: null,
      carriers: [{ id: 'one', emergency: true }],
      callbacks: [],
      ...rest,
    };
  };
  const route = (more: Parameters<typeof facts>[0] = {}) => routeFromCarrier(outside(), facts(more), STAMP);

  test.each([
    ['TRIAL', ['PJSIP/bakery-101/sip:101@192.0.2.1:5060']],
    ['ACTIVE', ['PJSIP/bakery-101/sip:101@192.0.2.1:5060']],
    ['SUSPENDED', 'suspended'],
    ['CANCELLED', 'not_ours'],
  ] as const)('to a number of a tenant that is %s', (status, expected) => {
    expect(outcome(route({ status }))).toEqual(expected);
  });

  test('rings the phones of the extension, with the caller ID as received', () => {
    expect(route()).toMatchObject({
      facts: { tenantId: 'bakery', direction: 'inbound', from: '+15551230000', to: '+12125550101', emergency: false },
      ...shows({ number: '+15551230000', name: 'Ann', restricted: false }),
    });
  });

  test.each([
    ['+13015550177', '+13015550177'],
    ['13015550177', '+13015550177'],
    ['3015550177', '+13015550177'],
    ['+1 (301) 555-0177', '+13015550177'],
    ['+13015550177;verstat=TN-Validation-Passed', '+13015550177'],
    ['442079460958', '+442079460958'],
    // nothing that can be read as a number of the whole world
    ['911', '911'],
    ['50123', '50123'],
    ['5550177', '5550177'],
    ['+15551230000', '+15551230000'],
    ['02079460958', '02079460958'],
    ['ACME', 'ACME'],
    ['', ''],
  ])('from the caller %j is shown, routed and recorded as from %j', (sent, number) => {
    const invite = outside({ caller: { number: sent, name: 'Ann' } });
    const decision = routeFromCarrier(invite, facts(), STAMP);
    expect(decision).toMatchObject({ ...shows({ number }), facts: { from: number }, origin: { number } });
    const onward = routeFromCarrier(invite, facts({ callee: null, destination: { kind: 'flow', id: 'f' } }), STAMP);
    expect(onward).toMatchObject({ journey: { facts: { from: number }, party: { number }, origin: { number } } });
    // refused calls are in the history, too
    expect(routeFromCarrier(invite, facts({ callee: null }), STAMP)).toMatchObject({ record: { from: number } });
    expect(routeWithoutDatabase(invite)).toMatchObject({ record: { from: number } });
  });
  test('keeps a withheld number withheld, however it is written', () => {
    const invite = outside({ restricted: true, caller: { number: '3015550177', name: '' } });
    expect(routeFromCarrier(invite, facts(), STAMP)).toMatchObject({ facts: { from: 'anonymous' } });
    expect(routeWithoutDatabase(invite)).toMatchObject({ record: { from: 'anonymous' } });
  });

  test('shows the tenant’s own name for the caller', () => {
    expect(route({ contactName: 'Maria Rossi' })).toMatchObject(shows({ number: '+15551230000', name: 'Maria Rossi' }));
  });

  test('does not show a withheld number, not even in the history', () => {
    const decision = routeFromCarrier(outside({ restricted: true }), facts({ contactName: 'Maria Rossi' }), STAMP);
    expect(decision).toMatchObject({ ...shows({ name: 'Ann', restricted: true }), facts: { from: 'anonymous' } });
  });

  test('to a number of no tenant is refused', () =>
    expect(outcome(routeFromCarrier(outside(), null, STAMP))).toBe('not_ours'));
  test('to a number without a route is refused', () => expect(outcome(route({ callee: null }))).toBe('not_in_service'));
  test('to a number that forwards goes out through a trunk and shows the number called', () => {
    const decision = route({ contactName: 'Maria', callee: null, forward: { number: '+13105550000', ours: false } });
    expect(outcome(decision)).toEqual(['PJSIP/+13105550000@trunk-one']);
    expect(decision).toMatchObject({
      ...shows({ number: '+12125550101', name: '' }),
      facts: { direction: 'inbound', extensionId: null },
    });
  });
  test('that is forwarded needs permission and a line, like an outbound call', () => {
    const forward = (number: string) => route({ callee: null, forward: { number, ours: false } });
    expect(outcome(forward('+19005550177'))).toBe('not_permitted');
    expect(outcome(forward('+442079460958'))).toBe('not_permitted');
    expect(forward('+13105550000')).toMatchObject({ usesLine: true });
  });
  test('that is forwarded to one of our numbers is refused, because it could loop', () => {
    expect(outcome(route({ callee: null, forward: { number: '+12125550102', ours: true } }))).toBe('not_in_service');
  });
  test('is not forwarded to the number that it comes from', () => {
    const invite = outside({ caller: { number: '3105550000', name: '' } });
    const forward = { number: '+13105550000', ours: false };
    expect(outcome(routeFromCarrier(invite, facts({ callee: null, forward }), STAMP))).toBe('unreachable');
  });
  test('to a SUSPENDED tenant’s number is not forwarded', () => {
    const forward = { number: '+13105550000', ours: false };
    expect(outcome(route({ status: 'SUSPENDED', callee: null, forward }))).toBe('suspended');
  });
  test('to an extension without a phone is unreachable', () =>
    expect(outcome(route({ callee: callee('101') }))).toBe('unreachable'));

  describe('after an emergency call', () => {
    const caller = callee('103', 'sip:103@192.0.2.1:5060');
    const [called, normal] = ['PJSIP/bakery-103/sip:103@192.0.2.1:5060', 'PJSIP/bakery-101/sip:101@192.0.2.1:5060'];

    test.each(['TRIAL', 'ACTIVE'] as const)(
      '%s: the phone that called and the normal route ring together, and only its parties may end the call',
      (status) => {
        const decision = route({ status, callbacks: [caller] });
        expect(attemptsOf(decision)).toEqual([[called, normal]]);
        expect(decision).toMatchObject({
          facts: { emergency: true, direction: 'inbound', extensionId: '103' },
        });
      },
    );
    test('SUSPENDED: only the phone that called rings, or the normal route if that phone is gone', () => {
      expect(outcome(route({ status: 'SUSPENDED', callbacks: [caller] }))).toEqual([called]);
      expect(outcome(route({ status: 'SUSPENDED', callbacks: [callee('103')] }))).toEqual([normal]);
      expect(outcome(route({ status: 'SUSPENDED', callbacks: [callee('103')], callee: null }))).toBe('suspended');
    });
    test('the normal route rings if the phone is unplugged, as an emergency call', () => {
      const decision = route({ callbacks: [callee('103')] });
      expect(outcome(decision)).toEqual([normal]);
      expect(decision).toMatchObject({ facts: { emergency: true } });
    });
    test('every phone that called rings, each once', () => {
      const callbacks = [caller, callee('101', 'sip:101@192.0.2.1:5060')];
      expect(outcome(route({ callbacks }))).toEqual([called, normal]);
    });
    test('a number that forwards rings outside together with the phone, without early media', () => {
      const forward = { number: '+13105550000', ours: false };
      const carriers = [
        { id: 'one', emergency: true },
        { id: 'two', emergency: false },
      ];
      const decision = route({ callbacks: [caller], callee: null, forward, carriers });
      expect(attemptsOf(decision)).toEqual([[called, 'PJSIP/+13105550000@trunk-one']]);
      // carriers accept only our own numbers as caller ID
      const outside = {
        kind: 'trunk',
        otherTrunkIds: ['two'],
        earlyMedia: false,
        callerId: { number: '+12125550101' },
      };
      expect(decision).toMatchObject({ attempts: [{ targets: [{ kind: 'contact' }, outside] }] });
      expect(decision).not.toHaveProperty('usesLine');
    });

    describe('to a number that leads elsewhere', () => {
      const mailbox = { kind: 'mailbox', id: 'box' } as const;
      const flow = { kind: 'flow', id: 'flow' } as const;
      const rules: NonNullable<Callee['rules']> = {
        doNotDisturb: true,
        callWaiting: false,
        inCall: true,
        always: null,
        busy: null,
        noAnswer: null,
        unreachable: null,
        noAnswerSeconds: 5,
        confirm: false,
        mailboxId: 'box',
      };
      const ringing = { ...callee('101', 'sip:101@192.0.2.1:5060'), rules };
      const group: NonNullable<CarrierFacts['group']> = {
        id: 'group',
        number: '600',
        name: 'Sales',
        strategy: 'in_order',
        ringSeconds: 40,
        confirm: true,
        fallback: mailbox,
        members: [
          { kind: 'extension', callee: ringing, inCall: true, idleSince: null },
          { kind: 'extension', callee: caller, inCall: false, idleSince: null },
          { kind: 'external', number: '+13105550000' },
          { kind: 'external', number: '+19005550000' },
        ],
      };
      const toGroup = { callee: null, destination: { kind: 'group', id: 'group' }, group } as const;
      const outside = 'PJSIP/+13105550000@trunk-one';
      /** What the number normally rings, what rings with the phone, and where the call then goes. */
      const KINDS: Record<
        Destination['kind'],
        { number: Partial<CarrierFacts>; rings: string[]; next: Destination | null }
      > = {
        none: { number: { callee: null }, rings: [called], next: null },
        extension: { number: { callee: ringing }, rings: [called, normal], next: mailbox },
        group: { number: toGroup, rings: [called, normal, outside], next: mailbox },
        mailbox: { number: { callee: null, destination: mailbox }, rings: [called], next: mailbox },
        flow: { number: { callee: null, destination: flow }, rings: [called], next: flow },
        external: {
          number: { callee: null, forward: { number: '+13105550000', ours: false } },
          rings: [called, outside],
          next: null,
        },
      };
      const kinds = Object.keys(DESTINATION_SHAPES) as Destination['kind'][];
      const exits = (next: Destination | null) =>
        next ? { busy: next, noAnswer: next, unreachable: next } : undefined;

      test.each(kinds)('%s: rings all phones together, then goes on to where the number leads', (kind) => {
        const { number, rings, next } = KINDS[kind];
        const decision = route({ ...number, callbacks: [caller] });
        expect(attemptsOf(decision)).toEqual([rings]);
        expect(decision.kind === 'connect' && decision.exits?.to).toEqual(exits(next));
      });
      test.each(kinds)('%s: is taken as an emergency call if no phone can ring', (kind) => {
        const { number } = KINDS[kind];
        const gone = callee('103');
        const noPhones = { ...number, ...(number.callee && { callee: { ...ringing, contacts: [] } }), carriers: [] };
        const decision = route({ ...noPhones, ...(number.group && { group: null }), callbacks: [gone] });
        if (decision.kind === 'onward') expect(decision.journey.facts).toMatchObject({ emergency: true });
        else expect(decision).toMatchObject({ kind: 'refuse', record: { emergency: true } });
      });
      test.each(kinds)('%s: rings only the phone that called, and goes nowhere else, if SUSPENDED', (kind) => {
        const decision = route({ ...KINDS[kind].number, status: 'SUSPENDED', callbacks: [caller] });
        expect(attemptsOf(decision)).toEqual([[called]]);
        expect(decision).not.toHaveProperty('exits');
      });

      test('rings the members of a group in a SUSPENDED tenant if the phone is gone, but no outside number', () => {
        const decision = route({ ...toGroup, status: 'SUSPENDED', callbacks: [callee('104')] });
        expect(attemptsOf(decision)).toEqual([[normal, called]]);
      });
      test('shows that the group rings, for as long as it does', () => {
        expect(route({ ...toGroup, callbacks: [caller] })).toMatchObject({
          path: [{ event: 'group', number: '600' }],
          exits: { by: { extensionId: null, number: '600' } },
          attempts: [{ ringSeconds: 40, targets: [{}, {}, { confirm: true, callerId: { number: '+12125550101' } }] }],
        });
      });
      test('does not count as forwarded by an extension, which the flow may ring again', () => {
        const { number } = KINDS.flow;
        expect(route({ ...number, callbacks: [caller] })).toMatchObject({
          exits: { by: { extensionId: null, number: '+12125550101' } },
        });
      });
      test('follows an unconditional forward once nobody has answered', () => {
        const decision = route({ callee: { ...ringing, rules: { ...rules, always: flow } }, callbacks: [caller] });
        expect(attemptsOf(decision)).toEqual([[called, normal]]);
        expect(decision.kind === 'connect' && decision.exits?.to).toEqual(exits(flow));
      });
    });
    test('a number without a route still rings the phone that called', () => {
      expect(outcome(route({ callbacks: [caller], callee: null }))).toEqual([called]);
    });
    test('nothing rings once the tenant is CANCELLED', () => {
      expect(outcome(route({ status: 'CANCELLED', callbacks: [caller] }))).toBe('not_ours');
    });
    test('without any phone the number is unreachable', () => {
      expect(outcome(route({ callbacks: [callee('103')], callee: callee('101') }))).toBe('unreachable');
    });
  });
});

describe('while the database is down', () => {
  test.each([
    ['911', '911'],
    ['933', '933'],
    ['9911', '911'],
    ['911;phone-context=+1', '911'],
    ['*671911#', '911'],
    ['112', '911'],
  ])('%s uses the trunks and callback number of the phone’s endpoint row', (dialled, number) => {
    const decision = routeWithoutDatabase(arrival(dialled));
    expect(attemptsOf(decision)).toEqual([[`PJSIP/${number}@trunk-one`], [`PJSIP/${number}@trunk-two`]]);
    expect(decision).toMatchObject({
      ...shows({ number: '+12125550101', restricted: false }),
      facts: { emergency: true, callbackNumber: '+12125550101' },
    });
  });
  test.each([
    ['112', { country: 'DE', callback: '+12125550101' }, '112'],
    ['110', { country: null, callback: '+493012345678' }, '110'],
    ['911', { country: 'DE', callback: '+493012345678' }, '911'],
    ['999', { country: 'UK', callback: null }, '999'],
    ['000', { country: 'FR', callback: null }, '112'],
  ])('%s from %o calls the number of the tenant’s country', (dialled, row, number) => {
    const decision = routeWithoutDatabase(arrival(dialled, { emergency: { trunkIds: ['one'], ...row } }));
    expect(attemptsOf(decision)).toEqual([[`PJSIP/${number}@trunk-one`]]);
  });
  test.each(['102', '110', '2125559999', '+12125550101'])('a call to %s is refused', (dialled) => {
    expect(outcome(routeWithoutDatabase(arrival(dialled)))).toBe('unavailable');
  });
  test.each(['911', '9911', '+911', '112'])(
    '%s without a trunk in the row is refused, and recorded as an emergency call',
    (dialled) => {
      const noTrunk = arrival(dialled, { emergency: NO_EMERGENCY_ROW });
      expect(routeWithoutDatabase(noTrunk)).toMatchObject({
        reason: 'unavailable',
        record: { direction: 'outbound', emergency: true, to: '911' },
      });
    },
  );
  test('an emergency number from a carrier is refused', () => {
    expect(outcome(routeWithoutDatabase(arrival('911', { from: 'carrier' })))).toBe('unavailable');
  });

  describe('a transfer', () => {
    const by = { extensionId: 'e101', number: '101' };
    const journey = {
      facts: {
        id: 'call',
        tenantId: 'bakery',
        direction: 'inbound',
        emergency: false,
        from: '+13105550000',
        to: '+12125550109',
        extensionId: 'e101',
        didId: 'did',
        callbackNumber: null,
        admittedAt: '2026-03-01T11:59:00.000Z',
      } as const,
      party: { extensionId: null, number: '+13105550000' },
      origin: { number: '+13105550000', name: 'Ann', restricted: false },
      path: [],
      at: STAMP.at,
      encryptedCaller: false,
    };
    const transfer = (number: string, emergency: EmergencyRow = ROW) =>
      rerouteWithoutDatabase({
        kind: 'onward',
        nextHop: { to: { kind: 'transfer', number, by, emergency }, forwarded: null },
        journey,
      });

    test.each(['911', '9911', '112', '933'])('to %s goes out as a call of the phone that transfers', (number) => {
      const to = number === '933' ? '933' : '911';
      const decision = transfer(number);
      expect(attemptsOf(decision)).toEqual([[`PJSIP/${to}@trunk-one`], [`PJSIP/${to}@trunk-two`]]);
      expect(decision).toMatchObject({
        ...shows({ number: '+12125550101', restricted: false }),
        facts: {
          id: 'call',
          tenantId: 'bakery',
          direction: 'outbound',
          emergency: true,
          to,
          extensionId: 'e101',
          callbackNumber: '+12125550101',
          admittedAt: '2026-03-01T11:59:00.000Z',
        },
        origin: journey.origin,
        path: [{ event: 'transferred', ...by, to: number }],
      });
    });
    test.each([
      ['102', ROW],
      ['2125559999', ROW],
      ['911', NO_EMERGENCY_ROW],
    ])('to %s with the row %o is refused, and the call keeps its facts', (number, row) => {
      expect(transfer(number, row)).toEqual({ kind: 'refuse', reason: 'unavailable', record: journey.facts });
    });
    test('and any other way onward is refused', () => {
      const to = { kind: 'dialled', number: '911' } as const;
      expect(outcome(rerouteWithoutDatabase({ kind: 'onward', nextHop: { to, forwarded: null }, journey }))).toBe(
        'unavailable',
      );
    });
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { emergencyFacts } from '../../../test/call-facts.ts';
import { HOSTILE_NAMES } from '../../../test/scenarios/hostile-names.ts';
import { optionalLabel } from '../../platform/values/values.ts';
import { type AriChannel, argumentsOf, callOfLeg, noteOf, translate } from './ari-events.ts';

const LEG = '01a209dd-cc46-75ea-ac2c-2a9e9dfd218a.1';

/** A channel as Asterisk 22 sends it. */
const channel = (more: Partial<AriChannel> = {}): AriChannel => ({
  id: '02d1755112c3-1795460690.6',
  name: 'PJSIP/bakery-101-00000006',
  state: 'Ring',
  accountcode: '01990000-0000-7000-8000-0000000000b1',
  creationtime: '2026-11-23T17:04:50.250+0000',
  caller: { name: 'Phone 101', number: '101' },
  dialplan: { exten: '102', app_name: 'Stasis', app_data: 'strowger,phone,allowed_not_screened' },
  channelvars: {
    EMERGENCY_TRUNK: 'trunk-1',
    EMERGENCY_TRUNK_2: 'trunk-2',
    EMERGENCY_CALLBACK: '+12125550101',
    EMERGENCY_COUNTRY: 'DE',
    STROWGER_CALL: '',
    'CHANNEL(audionativeformat)': '(ulaw|alaw)',
  },
  ...more,
});

test('Asterisk sends every variable for emergency calls that a phone’s endpoint row sets', () => {
  const set = readFileSync('migrations/functions/asterisk.sql', 'utf8').match(/EMERGENCY_\w+(?==)/g);
  const [, sent = ''] = /^channelvars = (.*)$/m.exec(readFileSync('asterisk/common/ari.conf', 'utf8')) ?? [];
  expect(set).toContain('EMERGENCY_TRUNK_2');
  expect(sent.split(',')).toEqual(expect.arrayContaining([...new Set(set)]));
});

describe('a new call', () => {
  test('from a phone has the identity of the endpoint’s row', () => {
    expect(translate({ type: 'StasisStart', args: ['phone', 'allowed_not_screened'], channel: channel() })).toEqual({
      channel: '02d1755112c3-1795460690.6',
      event: {
        type: 'arrived',
        arrival: {
          id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
          at: '2026-11-23T17:04:50.250Z',
          foundWaiting: false,
          legsMade: 0,
          channel: '02d1755112c3-1795460690.6',
          from: 'phone',
          dialled: '102',
          endpoint: 'bakery-101',
          tenantId: '01990000-0000-7000-8000-0000000000b1',
          caller: { number: '101', name: 'Phone 101' },
          restricted: false,
          overTls: false,
          codecs: ['ulaw', 'alaw'],
          emergency: { trunkIds: ['1', '2'], callback: '+12125550101', country: 'DE' },
        },
      },
    });
  });

  test.each([
    [['allowed', 'id', ''], true],
    [['allowed', 'idcritical', ''], true],
    [['allowed', 'header', ''], true],
    [['allowed', 'none', ''], false],
    [['allowed', '', 'sipanonymous@anonymousinvalid'], true],
    [['allowed', '', 'Anonymoussipbakery101@19216812'], true],
    [['allowed', '', 'Ann101sipanonymous@pbx'], true],
    [['allowed', '', 'sipanonymous101@pbx'], false],
    [['allowed', '', 'AnonymousShopsipbakery101@pbx'], false],
    [['allowed', '', ''], false],
    [['allowed'], false],
  ])('a phone with the headers %j withholds its number: %s', (args, restricted) => {
    const translated = translate({ type: 'StasisStart', args: ['phone', ...args], channel: channel() });
    expect(translated?.event).toMatchObject({ arrival: { restricted } });
  });

  test.each([
    ['sip:101@203.0.113.7:5061;over=tls', true],
    ['sip:203.0.113.7:5061;ob;over=tls', true],
    ['sip:101@203.0.113.7:5060', false],
    ['sip:over=tls@203.0.113.7:5060', false],
    ['sip:x;over=tls@203.0.113.7:5060', false],
    ['', false],
  ])('is signalled over TLS if the edge has marked its contact (%s): %s', (contact, overTls) => {
    const args = ['phone', 'allowed', '', '', '', contact];
    const translated = translate({ type: 'StasisStart', args, channel: channel() });
    expect(translated?.event).toMatchObject({ arrival: { overTls } });
  });

  test('has an id that follows from its channel alone', () => {
    const idOf = (more: Partial<AriChannel>) => {
      const event = translate({ type: 'StasisStart', args: ['phone'], channel: channel(more) })?.event;
      return event?.type === 'arrived' && event.arrival.id;
    };
    expect(idOf({ state: 'Up', dialplan: { ...channel().dialplan, exten: '103' } })).toBe(idOf({}));
    for (const other of [{ id: '02d1755112c3-1795460690.7' }, { creationtime: '2026-11-23T17:04:50.251+0000' }])
      expect(idOf(other)).not.toBe(idOf({}));
  });

  test('from a carrier has no tenant, and may have a trunk name with hyphens and a withheld number', () => {
    const trunk = 'trunk-01990000-0000-7000-8000-0000000000c1';
    const from = channel({ name: `PJSIP/${trunk}-00000003`, accountcode: '', channelvars: {} });
    const translated = translate({ type: 'StasisStart', args: ['carrier', 'prohib_passed_screen'], channel: from });
    expect(translated?.event).toMatchObject({
      arrival: { from: 'carrier', endpoint: trunk, tenantId: null, restricted: true, emergency: { trunkIds: [] } },
    });
  });
});

test.each([
  ['sip:+12125550101@192.0.2.1', '+12125550101'],
  ['"Some, name" <sip:+12125550101;npdi@192.0.2.1:5060>', '+12125550101'],
  ['tel:+12125550101', '+12125550101'],
  ['nobody', ''],
])('a carrier that calls our Contact means the number in To: %s', (to, dialled) => {
  const from = channel({ accountcode: '', dialplan: { exten: 'registered-1f', app_name: 'Stasis', app_data: '' } });
  const translated = translate({
    type: 'StasisStart',
    args: ['carrier', 'allowed', '', '', '', '', ...to.split(',')],
    channel: from,
  });
  expect(translated?.event).toMatchObject({ arrival: { from: 'carrier', dialled } });
});

test('a comma in a phone’s Contact doesn’t change what it has dialled', () => {
  const args = ['phone', 'allowed', '', '', '', 'sip:101@192.0.2.1:5060;a=', 'sip:900@192.0.2.1'];
  const from = channel({ dialplan: { exten: '102', app_name: 'Stasis', app_data: '' } });
  const translated = translate({ type: 'StasisStart', args, channel: from });
  expect(translated?.event).toMatchObject({ arrival: { from: 'phone', dialled: '102' } });
});

describe('a channel that replaces another', () => {
  const standIn = channel({ id: '02d1755112c3-1795460690.9', name: 'Local/+12125559999@transfers-00000001;1' });
  test('requests a transfer by the phone that it replaces, to the target that the phone gave', () => {
    expect(
      translate({ type: 'StasisStart', args: [], channel: standIn, replace_channel: channel({ id: 'giver' }) }),
    ).toEqual({
      channel: 'giver',
      event: {
        type: 'transferRequested',
        by: 'giver',
        to: '+12125559999',
        standIn: standIn.id,
        emergency: { trunkIds: ['1', '2'], callback: '+12125550101', country: 'DE' },
      },
    });
  });
  test('is ignored if it belongs to something else, or is the other end', () => {
    expect(translate({ type: 'StasisStart', args: [], channel: standIn })).toBeNull();
    const other = channel({ name: 'Local/102@elsewhere-00000001;1' });
    expect(
      translate({ type: 'StasisStart', args: [], channel: other, replace_channel: channel({ id: 'giver' }) }),
    ).toBeNull();
  });
});

describe('a leg', () => {
  const leg = channel({ id: LEG });
  test.each([
    ['StasisStart', { type: 'StasisStart', args: ['leg'], channel: leg }, { type: 'ready', leg: LEG }],
    ['RINGING', { type: 'Dial', peer: leg, dialstatus: 'RINGING' }, { type: 'ringing', leg: LEG }],
    [
      'ANSWER',
      { type: 'Dial', peer: leg, dialstatus: 'ANSWER' },
      { type: 'answered', leg: LEG, codecs: ['ulaw', 'alaw'] },
    ],
    [
      'ChannelDestroyed',
      { type: 'ChannelDestroyed', channel: leg, cause: 17 },
      { type: 'channelEnded', channel: LEG, cause: 17 },
    ],
    [
      'ChannelDestroyed with a status',
      { type: 'ChannelDestroyed', channel: leg, cause: 127, tech_cause: 415 },
      { type: 'channelEnded', channel: LEG, cause: 127, status: 415 },
    ],
    ['PROGRESS', { type: 'Dial', peer: leg, dialstatus: 'PROGRESS' }, { type: 'ringing', leg: LEG }],
    ['hold', { type: 'ChannelHold', channel: leg }, { type: 'held', channel: LEG }],
    ['the end of a hold', { type: 'ChannelUnhold', channel: leg }, { type: 'resumed', channel: LEG }],
  ])('%s', (_, json, event) => expect(translate(json)).toEqual({ channel: LEG, event }));

  test('ends only by an event with a cause', () => {
    expect(translate({ type: 'StasisEnd', channel: leg })).toBeNull();
    expect(translate({ type: 'Dial', peer: leg, dialstatus: 'BUSY' })).toBeNull();
  });
});

test('a caller that hangs up requests a hangup, and its channel ends when it leaves the application', () => {
  expect(translate({ type: 'ChannelHangupRequest', channel: channel() })?.event).toEqual({
    type: 'hangupRequested',
    channel: channel().id,
  });
  expect(translate({ type: 'ChannelHangupRequest', channel: channel({ id: LEG }) })).toBeNull();
  expect(translate({ type: 'StasisEnd', channel: channel() })?.event).toMatchObject({ type: 'channelEnded' });
});

test('a sound ends whether it could be played or not', () => {
  const playback = { id: 'greeting', target_uri: 'channel:02d1755112c3-1795460690.6' };
  expect(translate({ type: 'PlaybackFinished', playback })).toEqual({
    channel: '02d1755112c3-1795460690.6',
    event: { type: 'played', id: 'greeting' },
  });
});

test('a display name is one visible line, whatever a stranger sends', () => {
  const nameOf = (name: string): unknown => {
    const from = channel({ caller: { name, number: '+12125550199' } });
    const event = translate({ type: 'StasisStart', args: ['carrier', 'allowed'], channel: from })?.event;
    return event?.type === 'arrived' && event.arrival.caller.name;
  };
  const wrong = [...HOSTILE_NAMES, '\ud83d', 'e' + '\u0301'.repeat(40)].filter(
    (name) => optionalLabel().safeParse(nameOf(name)).data !== nameOf(name),
  );
  expect(wrong).toEqual([]);
  expect(nameOf('Ann\u202e\r\nEvil')).toBe('Ann Evil');
  expect(nameOf('株式会社')).toBe('株式会社');
});

test('a display name arrives without the escapes of its header', () => {
  const from = channel({ caller: { name: 'Grace \\"Amazing\\" Hopper \\\\', number: '101' } });
  const translated = translate({ type: 'StasisStart', args: ['carrier', 'allowed'], channel: from });
  expect(translated?.event).toMatchObject({ arrival: { caller: { name: 'Grace "Amazing" Hopper \\' } } });
});

test.each([null, 7, 'text', {}, { type: 'Dial' }, { type: 'StasisStart', args: 'x', channel: channel() }])(
  'rejects input that is not an ARI event: %j',
  (json) => expect(() => translate(json)).toThrow(/Invalid/),
);

test.each([
  ['lost by Asterisk', 1, 16, 1],
  ['known to both', 17, 17, 17],
  ['ours', 16, 26, 26],
  ['unknown', undefined, 16, 16],
])('the far end’s cause for rejecting a leg counts: %s', (_, requested, cause, expected) => {
  const causes = new Map<string, number>();
  const leg = channel({ id: LEG });
  expect(translate({ type: 'ChannelHangupRequest', channel: leg, cause: requested }, causes)).toBeNull();
  expect(translate({ type: 'ChannelDestroyed', channel: leg, cause }, causes)?.event).toMatchObject({
    cause: expected,
  });
  expect(causes.size).toBe(0);
});

test('ignores other events', () => expect(translate({ type: 'ChannelVarset', channel: channel() })).toBeNull());

test('translates redirects and digits', () => {
  const peer = channel({ id: LEG });
  expect(translate({ type: 'Dial', peer, dialstatus: '', forward: '103' })).toEqual({
    channel: LEG,
    event: { type: 'redirected', leg: LEG, to: '103' },
  });
  expect(translate({ type: 'ChannelDtmfReceived', channel: peer, digit: '1' })).toEqual({
    channel: LEG,
    event: { type: 'digit', channel: LEG, digit: '1' },
  });
});

test('finds a leg’s call by its id and its note', () => {
  expect(callOfLeg(LEG)).toBe('01a209dd-cc46-75ea-ac2c-2a9e9dfd218a');
  expect(callOfLeg('02d1755112c3-1795460690.6')).toBeNull();
  const facts = emergencyFacts({ id: 'call' });
  const channelvars = { STROWGER_CALL: JSON.stringify({ caller: 'one', facts }) };
  expect(noteOf(channel({ id: LEG, channelvars }))).toMatchObject({ caller: 'one', facts });
  for (const text of ['{"caller":"one"}', 'no JSON'])
    expect(noteOf(channel({ id: LEG, channelvars: { STROWGER_CALL: text } }))).toBeNull();
  expect(noteOf(channel({ id: LEG }))).toBeNull();
  expect(argumentsOf(channel())).toEqual(['phone', 'allowed_not_screened']);
  expect(
    argumentsOf(channel({ dialplan: { exten: '911', app_name: 'Dial', app_data: 'PJSIP/911@trunk' } })),
  ).toBeNull();
});

test('a recording that Asterisk could not make is marked as failed', () => {
  const recording = { name: 'message', target_uri: 'channel:caller' };
  const ended = { type: 'recorded', id: 'message' };
  expect(translate({ type: 'RecordingFinished', recording })).toEqual({ channel: 'caller', event: ended });
  expect(translate({ type: 'RecordingFailed', recording })?.event).toEqual({ ...ended, failed: true });
});

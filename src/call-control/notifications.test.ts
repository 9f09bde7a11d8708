import { expect, test, vi } from 'vitest';
import { handleNotification, NOTIFICATIONS } from './notifications.ts';

const TENANT = '01900000-0000-7000-8000-000000000001';

function notified(channel: (typeof NOTIFICATIONS)[number], payload: unknown) {
  const all = {
    calls: { send: vi.fn(), sendToAll: vi.fn(), originate: vi.fn() },
    trunks: { read: vi.fn(() => Promise.resolve()) },
    endpoints: { forget: vi.fn() },
    lamps: { changed: vi.fn() },
    recorders: { order: vi.fn(), stopTenant: vi.fn() },
    keys: { hints: { refresh: vi.fn() }, watched: { phonesChanged: vi.fn(), refresh: vi.fn() } },
    music: { refresh: vi.fn() },
  };
  handleNotification(all, channel, payload);
  return {
    ended: all.calls.sendToAll.mock.calls,
    hungUp: all.calls.send.mock.calls,
    forgotten: all.endpoints.forget.mock.calls,
    lamps: all.lamps.changed.mock.calls,
    musicRead: all.music.refresh.mock.calls.length,
    trunksRead: all.trunks.read.mock.calls.length,
    recorded: [...all.recorders.order.mock.calls, ...all.recorders.stopTenant.mock.calls],
  };
}
const NOTHING = { ended: [], hungUp: [], forgotten: [], lamps: [], musicRead: 0, trunksRead: 0, recorded: [] };

test('a suspension ends calls but leaves phones in Asterisk’s cache; a cancellation removes them', () => {
  const ended = [[{ type: 'serviceStopped', tenantId: TENANT }]];
  const status = (to: string) => notified('tenant_status', { tenantId: TENANT, status: to });
  expect(status('SUSPENDED')).toEqual({ ...NOTHING, ended, musicRead: 1, recorded: [[TENANT]] });
  expect(status('CANCELLED')).toEqual({
    ...NOTHING,
    ended,
    forgotten: [[null]],
    musicRead: 1,
    recorded: [[TENANT]],
  });
  expect(status('ACTIVE')).toEqual({ ...NOTHING, musicRead: 1 });
});

test('changed phones are expired by name; a changed trunk is read again and expires all', () => {
  const endpoints = ['acme-101', 'srtp-acme-101'];
  expect(notified('endpoints', { endpoints })).toEqual({ ...NOTHING, forgotten: [[endpoints]] });
  expect(notified('endpoints', { endpoints: null })).toEqual({ ...NOTHING, forgotten: [[null]] });
  expect(notified('trunks', {})).toEqual({ ...NOTHING, forgotten: [[null]], trunksRead: 1 });
});

test('newly chosen hold music is loaded', () => {
  expect(notified('hold_music', {})).toEqual({ ...NOTHING, musicRead: 1 });
});

test('a call is recorded by order', () => {
  const callId = '01900000-0000-7000-8000-000000000002';
  expect(notified('call_recording', { callId, action: 'pause' })).toEqual({
    ...NOTHING,
    recorded: [[callId, 'pause']],
  });
});

test('a call is hung up by order', () => {
  const callId = '01900000-0000-7000-8000-000000000002';
  expect(notified('call_hangup', { callId, tenantId: TENANT })).toEqual({
    ...NOTHING,
    hungUp: [[callId, { type: 'hangupOrdered' }]],
  });
});

test('updates the lamps of phones with changed messages, or all lamps if there are too many', () => {
  expect(notified('voicemails', { extensions: ['one', 'other'] })).toEqual({ ...NOTHING, lamps: [[['one', 'other']]] });
  expect(notified('voicemails', { extensions: null })).toEqual({ ...NOTHING, lamps: [[null]] });
});

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../../test/app.ts';
import { createTenant, type TestTenant } from '../../../test/tenants.ts';
import { newId } from '../../platform/values/ids.ts';
import { endLostCalls } from './call-records.ts';
import { idOfNoted, type NotedCall, saveNoted } from './noted-calls.ts';

let app: TestApp;
let admin: ApiUser;
let bakery: TestTenant;
let noted: NotedCall;
let id: string;

beforeAll(async () => {
  app = await createTestApp();
  admin = await app.user('partner_admin', { partnerId: await app.partner('Partner') });
  bakery = await createTenant(admin.call, { prefix: 'bakery', extensions: ['101'] });
});
afterAll(() => app.close());
beforeEach(() => {
  noted = {
    channel: `02aabbccddee-1772366400.${newId()}`,
    sipUsername: 'bakery-101',
    tenantId: bakery.id,
    number: '112',
    caller: '101',
    callback: '+12125550101',
    hasTrunk: true,
    at: new Date(Date.now() - 90_000),
    answeredAt: null,
    end: null,
  };
  id = idOfNoted(noted);
});

const save = (more: Partial<NotedCall> = {}) => saveNoted(app.db, 'node', { ...noted, ...more });
const ended = () => ({ answeredAt: new Date(noted.at.getTime() + 10_000), end: { at: new Date(), cause: 16 } });
const live = () => app.query('select answered_at from live_calls where id = $1', [id]);
const records = () =>
  app.query(
    `select emergency, direction, from_number, to_number, callback_number, outcome, extension_id is not null as known from calls where id = $1`,
    [id],
  );
const effects = async () => ({
  notices: (await app.query('select from graphile_worker._private_jobs where key = $1', [`notify_emergency:${id}`]))
    .length,
  events: (
    await app.query<{ name: string }>('select name from queued_events where subject_id = $1 order by id', [id])
  ).map(({ name }) => name),
  shown: (await admin.call('GET', '/emergency-calls')).body.items.filter((item: { id: string }) => item.id === id),
});
const RECORD = {
  emergency: true,
  direction: 'outbound',
  from_number: '+12125550101',
  to_number: '112',
  callback_number: '+12125550101',
  outcome: 'answered',
  known: true,
};

test('one that has ended leaves one notice, one of each event and one record, however often its note is read', async () => {
  for (let n = 0; n < 3; n++) expect(await save(ended())).toBe(true);
  // late, by a note that was written after its end
  await save();
  expect(await records()).toEqual([RECORD]);
  expect(await live()).toEqual([]);
  const { notices, events, shown } = await effects();
  expect(notices).toBe(1);
  expect(events.toSorted()).toEqual(['call.answered', 'call.ended', 'call.started', 'emergency.called']);
  expect(shown).toMatchObject([{ number: '112', extension: { number: '101' }, endedAt: expect.any(String) }]);
});

test('one in progress is noticed and live at once, and recorded at its end', async () => {
  await save();
  await save({ answeredAt: new Date() });
  await save({ answeredAt: new Date(Date.now() + 5000) });
  expect(await live()).toHaveLength(1);
  expect(await effects()).toMatchObject({ notices: 1, shown: [{ endedAt: null }] });
  // the reconciler takes it for none that is lost
  await endLostCalls(app.db, 'node', (each) => each === id, new Date());
  await save(ended());
  await save(ended());
  expect(await live()).toEqual([]);
  expect(await records()).toEqual([RECORD]);
  const { notices, events } = await effects();
  expect(notices).toBe(1);
  expect(events.toSorted()).toEqual(['call.answered', 'call.ended', 'call.started', 'emergency.called']);
});

test('without a trunk it is recorded as refused, and noticed', async () => {
  await save({ hasTrunk: false, end: { at: new Date(), cause: 34 } });
  expect(await records()).toMatchObject([{ outcome: 'refused' }]);
  expect(await effects()).toMatchObject({ notices: 1 });
});

test('a test call to 933 is recorded and nobody is notified', async () => {
  await save({ number: '933', ...ended() });
  expect(await records()).toMatchObject([{ to_number: '933', outcome: 'answered' }]);
  expect(await effects()).toMatchObject({ notices: 0, shown: [] });
});

test('a tenant that was purged since has nothing to record', async () => {
  expect(await save({ tenantId: newId(), ...ended() })).toBe(false);
});

test('its commit waits for the disk, because its note is deleted after it', async () => {
  await app.query(`create table commits (setting text);
    create function note_commit() returns trigger language plpgsql security definer as $$
      begin insert into commits values (current_setting('synchronous_commit')); return null; end $$;
    create constraint trigger note_commit after insert on calls deferrable initially deferred for each row execute function note_commit()`);
  await save(ended());
  expect(await app.query('select setting from commits')).toEqual([{ setting: 'on' }]);
});

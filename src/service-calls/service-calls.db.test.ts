import { rmSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { temporaryFolder } from '../../test/cluster.ts';
import { registerPhone } from '../../test/contacts.ts';
import { content, node } from '../../test/flow-content.ts';
import { addMedia } from '../../test/media.ts';
import { toneFile } from '../../test/sip/wav.ts';
import { createTenant, type TestTenant } from '../../test/tenants.ts';
import { admitServiceCall } from '../calls/admission/service-admission.ts';
import { openStorage } from '../platform/db/storage.ts';
import { storeRecorded } from './recorded.ts';
import { openServiceCalls } from './service-calls.ts';

const dataDir = temporaryFolder('service-calls');
let app: TestApp;
let admin: ApiUser['call'];
let shop: TestTenant;
let stranger: TestTenant;
let flowId: string;

beforeAll(async () => {
  app = await createTestApp({ dataDir });
  admin = (await app.user('partner_admin', { partnerId: await app.partner('Northwind') })).call;
  shop = await createTenant(admin, { prefix: 'bakery', extensions: ['101', '102'] });
  stranger = await createTenant(admin, { prefix: 'garage', extensions: ['101'] });
  flowId = (await admin('POST', `${shop.path}/flows`, { name: 'Main number' })).body.id;
  const target = { kind: 'extension', id: shop.extensionId('102') } as const;
  const draft = content(node('ring', 'desk', { target, exits: { noAnswer: 'desk' } }));
  await admin('PUT', `${shop.path}/flows/${flowId}/draft`, { content: draft });
});
beforeEach(async () => {
  await app.query('delete from service_calls');
  await app.query('delete from asterisk.ps_contacts');
});
afterAll(async () => {
  await app.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const record = (name = 'Welcome', extensionId = shop.extensionId('101')) =>
  admin('POST', `${shop.path}/media/phone-recordings`, { extensionId, name });
const playDraft = (body: object = {}) =>
  admin('POST', `${shop.path}/flows/${flowId}/test-calls`, { extensionId: shop.extensionId('101'), ...body });
const shown = async (id: string) => (await admin('GET', `${shop.path}/service-calls/${id}`)).body;

const register = (sipUsername: string) => registerPhone(app.query, sipUsername);
const take = (id: string, node = 'node-1', now = new Date()) =>
  admitServiceCall(app.db, node, { id, tenantId: shop.id }, now);

test('rings an extension of the tenant once at a time', async () => {
  const { status, body } = await playDraft();
  expect(status).toBe(202);
  expect(body).toMatchObject({ purpose: 'flow_test', state: 'waiting', outcome: null, mediaId: null });
  expect((await record()).body).toMatchObject({ code: 'extension_called' });
  expect((await record('Welcome', shop.extensionId('102'))).status).toBe(202);
  const foreign = await record('Other', stranger.extensionId('101'));
  expect(foreign.body).toMatchObject({ code: 'invalid', errors: [{ path: 'extensionId' }] });
});

test('is taken by one call control, with the draft and the numbers of what it would ring', async () => {
  await register('bakery-101');
  const { body } = await playDraft({ from: '+12125550199' });
  const [one, other] = await Promise.all([take(body.id), take(body.id, 'node-2')]);
  expect([one, other].filter((taken) => taken === null)).toHaveLength(1);
  const taken = one ?? other;
  expect(taken).toMatchObject({
    facts: { id: body.id, from: '+12125550199', to: '101', service: 'flow_test' },
    origin: { number: '101', name: 'Test: Main number' },
    attempt: { targets: [{ kind: 'contact', contact: 'sip:phone@127.0.0.1:5070' }] },
  });
  const loaded = taken?.purpose.kind === 'flow' ? taken.purpose.loaded : null;
  expect(loaded?.numbers).toEqual(new Map([[shop.extensionId('102'), '102']]));
  expect(await shown(body.id)).toMatchObject({ state: 'ringing' });
});

test('ends at once where nothing can ring, and says why', async () => {
  const nobody = (await playDraft()).body;
  expect(await take(nobody.id)).toBeNull();
  expect(await shown(nobody.id)).toMatchObject({ state: 'ended', outcome: 'unreachable' });
  await register('bakery-101');
  await admin('PUT', `${shop.path}/extensions/${shop.extensionId('101')}/forwarding`, { doNotDisturb: true });
  const busy = (await playDraft()).body;
  expect(await take(busy.id)).toBeNull();
  expect(await shown(busy.id)).toMatchObject({ state: 'ended', outcome: 'busy' });
  await admin('PUT', `${shop.path}/extensions/${shop.extensionId('101')}/forwarding`, {
    doNotDisturb: false,
    always: { kind: 'external', number: '+12125550123' },
  });
  const forwarded = (await playDraft()).body;
  // it rings here and isn't forwarded
  expect(await take(forwarded.id)).toMatchObject({ attempt: { targets: [{ kind: 'contact' }] } });
  await admin('PUT', `${shop.path}/extensions/${shop.extensionId('101')}/forwarding`, { always: null });
});

test('is refused while the tenant is suspended, also if that comes between asking and ringing', async () => {
  await register('bakery-101');
  const { body } = await playDraft();
  await shop.setStatus('SUSPENDED');
  expect(await take(body.id)).toBeNull();
  expect(await shown(body.id)).toMatchObject({ state: 'ended', outcome: 'refused' });
  expect((await playDraft()).body).toMatchObject({ code: 'tenant_suspended' });
  expect((await record()).body).toMatchObject({ code: 'tenant_suspended' });
  await shop.setStatus('ACTIVE');
});

test('has failed if no call control takes it in time, and is not made later', async () => {
  const { body } = await playDraft();
  await app.query("update service_calls set created_at = created_at - interval '16 s'");
  expect(await shown(body.id)).toMatchObject({ state: 'ended', outcome: 'failed' });
  expect(await take(body.id)).toBeNull();
  expect(await openServiceCalls(app.db, 'node-1')).toEqual([]);
  expect((await playDraft()).status).toBe(202);
});

test('is found again by the call control that makes it, and by no other', async () => {
  await register('bakery-101');
  const { body } = await record();
  await take(body.id);
  const open = { id: body.id, tenantId: shop.id, purpose: 'recording', state: 'ringing' };
  expect(await openServiceCalls(app.db, 'node-1')).toEqual([open]);
  expect(await openServiceCalls(app.db, 'node-2')).toEqual([]);
});

test('a draft whose texts are being spoken is not played yet', async () => {
  const { id } = (await admin('POST', `${shop.path}/flows`, { name: 'Spoken' })).body;
  const path = `${shop.path}/flows/${id}`;
  await admin('PUT', `${path}/draft`, { content: content(node('play', 'hello')) });
  const asked = await admin('POST', `${path}/test-calls`, { extensionId: shop.extensionId('101') });
  expect(asked.body).toMatchObject({ code: 'flow_faults', errors: [{ path: 'nodes.hello' }] });
});

/** A stub of the recording of a call. */
function recorder(sound: Buffer | null) {
  const forgotten: string[] = [];
  return {
    forgotten,
    read: async (id: string) => (forgotten.includes(id) ? null : sound),
    forget: async (id: string) => void forgotten.push(id),
  };
}
const store = (id: string, recorded: ReturnType<typeof recorder>) =>
  storeRecorded({ db: app.db, storage: openStorage(dataDir), recorded }, { id, tenantId: shop.id });
const library = async () => (await admin('GET', `${shop.path}/media`)).body.items;

test('what was recorded goes into the library once, as an upload does, also if it is stored twice', async () => {
  const { id } = (await record('Greeting')).body;
  await addMedia(app, shop.id, 'Greeting');
  const recorded = recorder(toneFile(440, 2));
  await store(id, recorded);
  await store(id, recorded);
  expect(recorded.forgotten).toContain(id);
  const [taken, made] = await library();
  expect([taken.name, made.name]).toEqual(['Greeting', 'Greeting 2']);
  expect(made).toMatchObject({ source: 'phone', state: 'converting' });
  expect(await shown(id)).toMatchObject({ state: 'ended', outcome: 'done', mediaId: made.id });
  const jobs = await app.query(
    `select from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'convert_media'`,
  );
  expect(jobs).toHaveLength(1);
});

test('a key that is pressed at once records nothing, and neither does a call without a file', async () => {
  for (const sound of [null, toneFile(440, 0.3)]) {
    const { id } = (await record(`Nothing ${sound?.length ?? 0}`)).body;
    await store(id, recorder(sound));
    expect(await shown(id)).toMatchObject({ state: 'ended', outcome: 'nothing_recorded', mediaId: null });
  }
});

test('what was recorded is not stored for a tenant that was cancelled meanwhile', async () => {
  const { id } = (await admin('POST', `${stranger.path}/media/phone-recordings`, { extensionId: stranger.extensionId('101'), name: 'Welcome' })).body; // prettier-ignore
  await stranger.cancel();
  const recorded = recorder(toneFile(440, 2));
  await storeRecorded({ db: app.db, storage: openStorage(dataDir), recorded }, { id, tenantId: stranger.id });
  expect(recorded.forgotten).toEqual([id]);
  expect(await app.query('select from media where tenant_id = $1', [stranger.id])).toEqual([]);
});

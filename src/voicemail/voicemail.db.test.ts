import fs from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { temporaryFolder } from '../../test/cluster.ts';
import { writePhoneWav } from '../platform/audio/wav.ts';
import { openPool } from '../platform/db/db.ts';
import { openStorage } from '../platform/db/storage.ts';
import { newId } from '../platform/values/ids.ts';
import { readLamps } from './lamps.ts';

let app: TestApp;
let admin: ApiUser;
let viewer: ApiUser;
let tenantId: string;
let at: string;
const dataDir = temporaryFolder('voicemail');
const storage = openStorage(dataDir);

beforeAll(async () => {
  app = await createTestApp({ dataDir });
  const partnerId = await app.partner('Northwind');
  admin = await app.user('partner_admin', { partnerId });
  viewer = await app.user('partner_user', { partnerId });
  tenantId = (await admin.call('POST', '/tenants', { name: 'Bakery', sipPrefix: 'bakery', status: 'ACTIVE' })).body.id;
  at = `/tenants/${tenantId}`;
});
afterAll(async () => {
  await app.close();
  fs.rmSync(dataDir, { recursive: true, force: true });
});

const codes = ({ status, body }: { status: number; body: any }) => [status, body?.code];
const mailboxes = async (): Promise<any[]> => (await admin.call('GET', `${at}/mailboxes`)).body.items;

async function leaveMessage(mailboxId: string, from: string, seconds = 1): Promise<string> {
  const id = newId();
  await app.query(
    `insert into voicemails (id, tenant_id, mailbox_id, from_number, from_name, received_at, seconds) values ($1, $2, $3, $4, 'MARIA', now(), $5)`,
    [id, tenantId, mailboxId, from, seconds],
  );
  await storage.put(tenantId, 'voicemails', `${id}.wav`, writePhoneWav(new Float32Array(8000 * seconds)));
  return id;
}

test('turning voicemail on creates the extension’s mailbox, and turning it off doesn’t delete messages', async () => {
  const plain = await admin.call('POST', `${at}/extensions`, { number: '101', name: 'Front desk' });
  expect(await mailboxes()).toEqual([]);
  const path = `${at}/extensions/${plain.body.id}`;
  await admin.call('PATCH', path, { voicemailEnabled: true });
  const [box] = await mailboxes();
  expect(box).toMatchObject({
    number: '101',
    name: 'Front desk',
    extensionId: plain.body.id,
    takesMessages: true,
    maxSeconds: 180,
    hasPin: false,
  });
  await leaveMessage(box.id, '+12125550199');
  await admin.call('PATCH', path, { voicemailEnabled: false });
  expect(await mailboxes()).toMatchObject([{ id: box.id, takesMessages: false, messages: 1, unread: 1 }]);
  await admin.call('PATCH', path, { voicemailEnabled: true });
  expect(await mailboxes()).toMatchObject([{ id: box.id, takesMessages: true }]);
  expect(codes(await admin.call('DELETE', `${at}/mailboxes/${box.id}`))).toEqual([409, 'mailbox_of_extension']);
});

test('deleting the extension deletes its mailbox with messages and files', async () => {
  const made = await admin.call('POST', `${at}/extensions`, { number: '109', name: 'Gone', voicemailEnabled: true });
  const box = (await mailboxes()).find(({ number }) => number === '109');
  const id = await leaveMessage(box.id, '102');
  expect((await admin.call('DELETE', `${at}/extensions/${made.body.id}`)).status).toBe(204);
  expect((await admin.call('GET', `${at}/voicemails/${id}`)).status).toBe(404);
  const jobs = await app.query<{ payload: any }>(
    `select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'remove_voicemail_files'`,
  );
  expect(jobs.map(({ payload }) => payload)).toContainEqual({ tenantId, messages: [id], greetings: [] });
});

test('a shared mailbox has its own internal number', async () => {
  const made = await admin.call('POST', `${at}/mailboxes`, {
    number: '800',
    name: 'Sales',
    emails: ['sales@bakery.example'],
  });
  expect(made.body).toMatchObject({ number: '800', extensionId: null, attach: true, deleteAfterMail: false });
  for (const [number, code] of [
    ['800', 'number_taken'],
    ['101', 'number_taken'],
    ['911', 'reserved_number'],
  ])
    expect((await admin.call('POST', `${at}/mailboxes`, { number, name: 'x' })).body.code, number).toBe(code);
  expect(codes(await admin.call('POST', `${at}/extensions`, { number: '800', name: 'x' }))).toEqual([
    409,
    'number_taken',
  ]);
  expect(codes(await viewer.call('POST', `${at}/mailboxes`, { number: '801', name: 'x' }))).toEqual([403, 'forbidden']);
});

test('a shared mailbox lights the lamps of the chosen extensions, even without voicemail of their own', async () => {
  const made = await admin.call('POST', `${at}/extensions`, {
    number: '120',
    name: 'Counter',
    voicemailEnabled: false,
  });
  const counter: string = made.body.id;
  // as Asterisk reads it
  const asterisk = openPool(app.database.urls.asterisk, 'test asterisk', 1);
  const { sipUsername } = made.body;
  const lampOf = async (): Promise<string> =>
    (await asterisk.query('select mailboxes from asterisk.ps_endpoints where id = $1', [sipUsername])).rows[0]
      .mailboxes;
  const counts = () => readLamps(app.db, [counter]);
  expect(await lampOf()).toBe('');
  const shared = await admin.call('POST', `${at}/mailboxes`, {
    number: '820',
    name: 'Orders',
    lampExtensionIds: [counter, counter],
  });
  expect(shared.body).toMatchObject({ lampExtensionIds: [counter] });
  expect(await lampOf()).not.toBe('');
  await app.query(
    `insert into voicemails (id, tenant_id, mailbox_id, from_number, received_at, seconds) values (gen_random_uuid(), $1, $2, '102', now(), 5)`,
    [tenantId, shared.body.id],
  );
  expect(await counts()).toEqual([{ extensionId: counter, fresh: 1, old: 0 }]);
  expect(await readLamps(app.db, null)).toContainEqual({ extensionId: counter, fresh: 1, old: 0 });
  const patch = (id: string, lampExtensionIds: string[]) =>
    admin.call('PATCH', `${at}/mailboxes/${id}`, { lampExtensionIds });
  expect(codes(await patch(shared.body.id, [newId()]))).toEqual([422, 'invalid']);
  const { items } = (await admin.call('GET', `${at}/mailboxes`)).body;
  const own = items.find(({ extensionId }: { extensionId: string | null }) => extensionId !== null);
  expect(codes(await patch(own.id, [counter]))).toEqual([422, 'invalid']);
  expect((await patch(shared.body.id, [])).body.lampExtensionIds).toEqual([]);
  expect(await counts()).toEqual([{ extensionId: counter, fresh: 0, old: 0 }]);
  expect(await lampOf()).toBe('');
  // neither prevents deleting the other
  await patch(shared.body.id, [counter]);
  expect((await admin.call('DELETE', `${at}/extensions/${counter}`)).status).toBe(204);
  expect((await admin.call('GET', `${at}/mailboxes/${shared.body.id}`)).body.lampExtensionIds).toEqual([]);
  expect((await admin.call('DELETE', `${at}/mailboxes/${shared.body.id}`)).status).toBe(204);
  await asterisk.end();
});

test('a PIN is checked, never returned, and stored so that a copy of the table isn’t enough to brute-force it', async () => {
  const { body: box } = await admin.call('POST', `${at}/mailboxes`, { number: '8100', name: 'Vault' });
  const path = `${at}/mailboxes/${box.id}`;
  for (const pin of ['1234', '0000', '8100', '12', 'abcd']) {
    const { status, body } = await admin.call('PATCH', path, { pin });
    expect([status, body.errors[0].path], pin).toEqual([422, 'pin']);
  }
  const { text, body } = await admin.call('PATCH', path, { pin: '4071' });
  expect(body.hasPin).toBe(true);
  expect(text).not.toContain('4071');
  const [row] = await app.query<{ pin_hash: Buffer }>('select pin_hash from mailboxes where id = $1', [box.id]);
  expect(row!.pin_hash.length).toBe(32);
  const [event] = await app.query<{ text: string }>(
    `select before::text || after::text as text from audit_events where target_id = $1 order by id desc limit 1`,
    [box.id],
  );
  expect(event!.text).not.toContain('4071');
});

test('refuses to delete messages after mails without an attachment, because nobody could hear them', async () => {
  const { body: box } = await admin.call('POST', `${at}/mailboxes`, {
    number: '8200',
    name: 'Mail',
    deleteAfterMail: true,
  });
  expect(codes(await admin.call('PATCH', `${at}/mailboxes/${box.id}`, { attach: false }))).toEqual([422, 'invalid']);
  expect(
    codes(
      await admin.call('POST', `${at}/mailboxes`, { number: '8201', name: 'x', attach: false, deleteAfterMail: true }),
    ),
  ).toEqual([422, 'invalid']);
});

test('lists, filters, marks and deletes messages', async () => {
  const { body: box } = await admin.call('POST', `${at}/mailboxes`, { number: '8300', name: 'List' });
  const first = await leaveMessage(box.id, '+13105550100');
  const second = await leaveMessage(box.id, '+13105550101');
  const list = async (query: string) =>
    (await admin.call('GET', `${at}/voicemails?mailboxId=${box.id}${query}`)).body.items.map(({ id }: any) => id);
  expect(await list('')).toEqual([second, first]);
  expect((await viewer.call('PATCH', `${at}/voicemails/${first}`, { read: true })).status).toBe(403);
  const marked = await admin.call('PATCH', `${at}/voicemails/${first}`, { read: true });
  expect(marked.body).toMatchObject({ read: true, version: 2, mailbox: { number: '8300' } });
  expect([
    await list('&read=true'),
    await list('&read=false'),
    await list('&search=555-0101'),
    await list('&search=maria'),
  ]).toEqual([[first], [second], [second], [second, first]]);
  expect((await admin.call('DELETE', `${at}/voicemails/${first}`)).status).toBe(204);
  expect(await list('')).toEqual([second]);
});

test('serves the sound completely and in parts, with its type', async () => {
  const { body: box } = await admin.call('POST', `${at}/mailboxes`, { number: '8400', name: 'Sound' });
  const id = await leaveMessage(box.id, '101', 2);
  const path = `${at}/voicemails/${id}/audio`;
  const whole = await viewer.call('GET', path);
  expect([whole.status, whole.headers['content-type'], whole.headers['content-length']]).toEqual([
    200,
    'audio/wav',
    '32044',
  ]);
  const part = await viewer.call('GET', path, undefined, { range: 'bytes=0-43' });
  expect([part.status, part.headers['content-range']]).toEqual([206, 'bytes 0-43/32044']);
  // a row without its file is not a server error
  await storage.remove(tenantId, 'voicemails', `${id}.wav`);
  expect((await viewer.call('GET', path)).status).toBe(404);
});

test('an ordinary user sees only the messages of their own extension', async () => {
  const own = await admin.call('POST', `${at}/extensions`, { number: '120', name: 'Own', voicemailEnabled: true });
  const boxes = await mailboxes();
  const [mine, other] = ['120', '800'].map((number) => boxes.find((box) => box.number === number).id);
  const [message, foreign] = [await leaveMessage(mine, '102'), await leaveMessage(other, '102')];
  const user = await app.user('tenant_user', { tenantId });
  const list = async (query = '') =>
    (await user.call('GET', `${at}/voicemails${query}`)).body.items.map(({ id }: any) => id);
  expect(await list()).toEqual([]);
  await app.query('update users set extension_id = $1 where id = $2', [own.body.id, user.id]);
  expect(await list()).toEqual([message]);
  expect(await list(`?mailboxId=${other}`)).toEqual([]);
  for (const end of ['', '/audio', '/transcript'])
    expect((await user.call('GET', `${at}/voicemails/${foreign}${end}`)).status, end).toBe(404);
  expect((await user.call('DELETE', `${at}/voicemails/${foreign}`)).status).toBe(404);
  expect((await user.call('PATCH', `${at}/voicemails/${message}`, { read: true })).status).toBe(200);
  expect((await user.call('GET', `${at}/voicemails/${message}/audio`)).status).toBe(200);
  expect((await user.call('GET', `${at}/mailboxes`)).status).toBe(403);
});

test('a call’s record links its message', async () => {
  const { body: box } = await admin.call('POST', `${at}/mailboxes`, { number: '8500', name: 'Linked' });
  const id = await leaveMessage(box.id, '102');
  const callId = newId();
  await app.query('update voicemails set call_id = $1 where id = $2', [callId, id]);
  await app.query(
    `insert into calls (id, tenant_id, direction, emergency, from_number, to_number, admitted_at, answered_at, ended_at, cause)
     values ($1, $2, 'internal', false, '102', '8500', now(), now(), now(), 16)`,
    [callId, tenantId],
  );
  expect((await admin.call('GET', `${at}/calls/${callId}`)).body.voicemailId).toBe(id);
});

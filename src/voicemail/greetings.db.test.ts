import fs from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { temporaryFolder } from '../../test/cluster.ts';
import { writePhoneWav } from '../platform/audio/wav.ts';
import { MAX_GREETING_BYTES } from './contract.ts';

let app: TestApp;
let admin: ApiUser;
let path: string;
const dataDir = temporaryFolder('greetings');

beforeAll(async () => {
  app = await createTestApp({ dataDir });
  admin = await app.user('partner_admin', { partnerId: await app.partner('Northwind') });
  const { body: tenant } = await admin.call('POST', '/tenants', {
    name: 'Bakery',
    sipPrefix: 'bakery',
    status: 'ACTIVE',
  });
  const { body: box } = await admin.call('POST', `/tenants/${tenant.id}/mailboxes`, { number: '800', name: 'Sales' });
  path = `/tenants/${tenant.id}/mailboxes/${box.id}/greeting`;
});
afterAll(async () => {
  await app.close();
  fs.rmSync(dataDir, { recursive: true, force: true });
});

const upload = (file: Buffer, type = 'audio/wav') => admin.call('PUT', path, file, { 'content-type': type });
const sound = (seconds: number) => writePhoneWav(new Float32Array(8000 * seconds).fill(0.1));

test('is the standard one at first', async () => {
  expect((await admin.call('GET', path)).status).toBe(404);
});

test('can be stored, replaced and deleted, each audited', async () => {
  expect((await upload(sound(2))).body).toMatchObject({ hasGreeting: true });
  const heard = await admin.call('GET', path, undefined, { range: 'bytes=0-3' });
  expect([heard.status, heard.headers['content-range']]).toEqual([206, 'bytes 0-3/32044']);
  expect((await upload(sound(3), 'audio/x-wav')).status).toBe(200);
  expect((await admin.call('GET', path)).headers['content-length']).toBe('48044');
  expect((await admin.call('DELETE', path)).body).toMatchObject({ hasGreeting: false });
  const events = await app.query<{ action: string }>(
    `select action from audit_events where action like 'mailbox.greeting%' order by id`,
  );
  expect(events.map(({ action }) => action)).toEqual([
    'mailbox.greeting_saved',
    'mailbox.greeting_saved',
    'mailbox.greeting_removed',
  ]);
});

test('refuses a file that isn’t WAV with a clear message, and changes nothing', async () => {
  const refused = [
    [Buffer.alloc(0), /empty/],
    [Buffer.concat([Buffer.from('ID3'), Buffer.alloc(400, 7)]), /not a WAV/],
    [sound(130), /130 seconds.* 120 at most/],
  ] as const;
  for (const [file, words] of refused) {
    const { status, body } = await upload(file);
    expect(status).toBe(422);
    expect(body.detail).toMatch(words);
  }
  expect((await upload(Buffer.alloc(MAX_GREETING_BYTES + 1))).body).toMatchObject({
    status: 413,
    detail: expect.stringMatching('20 MB'),
  });
  expect((await admin.call('PUT', path, { file: 'x' })).status).toBe(422);
  expect((await upload(sound(1), 'audio/mpeg')).status).toBe(415);
  expect((await admin.call('GET', path)).status).toBe(404);
});

import fs from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { temporaryFolder } from '../../test/cluster.ts';
import { writePhoneWav } from '../platform/audio/wav.ts';
import { openDb, openPool } from '../platform/db/db.ts';
import { MAIL_LIMITS } from '../platform/db/mail/mail-limits.ts';
import { openStorage } from '../platform/db/storage.ts';
import { DAY_MS } from '../platform/time/durations.ts';
import { newId } from '../platform/values/ids.ts';
import { deleteMailed, mailMessage } from './mails.ts';
import { storeMessage } from './recorded.ts';
import { sweepFiles } from './sweep.ts';

let app: TestApp;
let admin: ApiUser;
let tenantId: string;
let worker: ReturnType<typeof openPool>;
let db: ReturnType<typeof openDb>;
let made = 0;
const dataDir = temporaryFolder('voicemail-mails');
const storage = openStorage(dataDir);
const PAGE = 'https://phones.example.com';

beforeAll(async () => {
  app = await createTestApp({ dataDir });
  worker = openPool(app.database.urls.worker, 'mails');
  db = openDb(worker);
  admin = await app.user('partner_admin', { partnerId: await app.partner('Northwind') });
  tenantId = (await admin.call('POST', '/tenants', { name: 'Bakery', sipPrefix: 'bakery', status: 'ACTIVE' })).body.id;
});
afterAll(async () => {
  await worker.end();
  await app.close();
  fs.rmSync(dataDir, { recursive: true, force: true });
});

type Mail = { recipient: string; subject: string; body: string; attachment_file: string | null };
const mails = (id: string) =>
  app.query<Mail>('select * from mails where occasion like $1 order by recipient', [`voicemail:${id}:%`]);

/** Stores a message in a new mailbox. */
async function message(settings: object): Promise<{ tenantId: string; voicemailId: string }> {
  const box = await admin.call('POST', `/tenants/${tenantId}/mailboxes`, {
    number: String(8000 + ++made),
    name: 'Orders',
    emails: ['a@bakery.example', 'b@bakery.example'],
    ...settings,
  });
  const id = newId();
  const note = { id, tenantId, mailboxId: box.body.id, callId: newId(), from: '+12125550177', fromName: 'MARIA <x>', receivedAt: new Date().toISOString() }; // prettier-ignore
  expect(await storeMessage(app.db, storage, note, writePhoneWav(new Float32Array(40_000).fill(0.2)))).toBe(true);
  return { tenantId, voicemailId: id };
}
const mail = (one: { tenantId: string; voicemailId: string }, now = new Date()) =>
  mailMessage(db, one, { webAddress: PAGE, now });
const exists = async (id: string) => (await admin.call('GET', `/tenants/${tenantId}/voicemails/${id}`)).status === 200;

test('stores a message once, with its file and its length, and asks for the mails', async () => {
  const { voicemailId } = await message({});
  expect((await admin.call('GET', `/tenants/${tenantId}/voicemails/${voicemailId}`)).body).toMatchObject({
    seconds: 5,
    from: '+12125550177',
  });
  const jobs = await app.query<{ n: number }>(
    'select count(*)::int as n from graphile_worker._private_jobs where key = $1',
    [`mail_voicemail:${voicemailId}`],
  );
  expect(jobs).toEqual([{ n: 1 }]);
});

test('mails each recipient once, with the message, however often the job runs', async () => {
  const one = await message({});
  await mail(one);
  await mail(one);
  const sent = await mails(one.voicemailId);
  expect(sent.map(({ recipient }) => recipient)).toEqual(['a@bakery.example', 'b@bakery.example']);
  expect(sent[0]).toMatchObject({
    subject: expect.stringContaining('MARIA'),
    body: expect.stringContaining(`${PAGE}/tenants/${tenantId}/voicemail?mailboxId=`),
    attachment_file: `${one.voicemailId}.wav`,
  });
  expect(sent[0]!.body).toContain('(212) 555-0177');
});

test('sends only a link if the mailbox has attachments off', async () => {
  const one = await message({ attach: false });
  await mail(one);
  expect((await mails(one.voicemailId))[0]).toMatchObject({ attachment_file: null });
});

test('deletes a mailed message only once every recipient’s mail server has accepted it', async () => {
  const one = await message({ deleteAfterMail: true });
  await mail(one);
  const { voicemailId } = one;
  const sent = (to: string) =>
    app.query(`update mails set sent_at = now() where occasion = $1`, [`voicemail:${voicemailId}:${to}`]);
  await sent('a@bakery.example');
  await deleteMailed(db, one, new Date());
  expect(await exists(voicemailId)).toBe(true);
  await sent('b@bakery.example');
  await deleteMailed(db, one, new Date());
  expect(await exists(voicemailId)).toBe(false);
  await deleteMailed(db, one, new Date());
});

test('doesn’t delete a message if one recipient’s mail was refused', async () => {
  const one = await message({ deleteAfterMail: true });
  await mail(one);
  await app.query(`update mails set sent_at = now() where occasion like $1`, [`voicemail:${one.voicemailId}:%`]);
  await app.query(`update mails set sent_at = null, refused_at = now() where occasion = $1`, [
    `voicemail:${one.voicemailId}:b@bakery.example`,
  ]);
  await deleteMailed(db, one, new Date());
  expect(await exists(one.voicemailId)).toBe(true);
});

describe('mails over the limit', () => {
  const { toRecipient, ofTenant } = MAIL_LIMITS.voicemail.perHour;
  /** As many voicemail mails within the hour as leave room for `left` more. */
  const fill = (to: string | null, left: number) =>
    app.query(
      `insert into mails (id, tenant_id, recipient, subject, body, limited, kind)
       select gen_random_uuid(), $1, coalesce($2, 'n' || n || '@bakery.example'), 's', 'b', true, 'voicemail' from generate_series(1, $3) n`,
      [tenantId, to, (to === null ? ofTenant : toRecipient) - left],
    );
  const anHourPasses = () => app.query("update mails set created_at = created_at - interval '1 hour'");
  const jobOf = async (id: string) =>
    (
      await app.query<{ seconds: number; attempts: number }>(
        `select extract(epoch from run_at - now())::int as seconds, attempts from graphile_worker._private_jobs where key = $1`,
        [`mail_voicemail:${id}`],
      )
    )[0];
  const recipients = async (id: string) => (await mails(id)).map(({ recipient }) => recipient);

  test('to one recipient wait, and the others get theirs', async () => {
    const one = await message({ deleteAfterMail: true });
    await fill('a@bakery.example', 0);
    await mail(one);
    expect(await recipients(one.voicemailId)).toEqual(['b@bakery.example']);
    expect((await jobOf(one.voicemailId))?.seconds).toBeGreaterThan(3000);
    // a message that not everybody has got yet stays
    await app.query('update mails set sent_at = now() where tenant_id = $1', [tenantId]);
    await deleteMailed(db, one, new Date());
    expect(await exists(one.voicemailId)).toBe(true);
    await anHourPasses();
    await mail(one);
    expect(await recipients(one.voicemailId)).toEqual(['a@bakery.example', 'b@bakery.example']);
    await app.query('update mails set sent_at = now() where tenant_id = $1', [tenantId]);
    await deleteMailed(db, one, new Date());
    expect(await exists(one.voicemailId)).toBe(false);
    await anHourPasses();
  });

  test('of one tenant wait, and the messages stay in the mailbox', async () => {
    const one = await message({ deleteAfterMail: true, emails: ['c@bakery.example', 'd@bakery.example'] });
    await fill(null, 1);
    await mail(one);
    expect(await mails(one.voicemailId)).toHaveLength(1);
    expect(await exists(one.voicemailId)).toBe(true);
    // other kinds of mails have their own counts
    const invited = await admin.call('POST', `/tenants/${tenantId}/users`, {
      email: 'new@bakery.example',
      name: 'Ann',
      role: 'tenant_user',
    });
    expect(invited.status).toBe(201);
    await anHourPasses();
  });

  test('are given up after a week, and the message stays', async () => {
    const one = await message({ deleteAfterMail: true });
    await fill('a@bakery.example', 0);
    await app.query('delete from graphile_worker._private_jobs where key = $1', [`mail_voicemail:${one.voicemailId}`]);
    await mail(one, new Date(Date.now() + 8 * DAY_MS));
    expect(await jobOf(one.voicemailId)).toBeUndefined();
    expect(await exists(one.voicemailId)).toBe(true);
    await anHourPasses();
  });
});

test('the nightly sweep removes only old files without a row', async () => {
  const { voicemailId } = await message({});
  const stray = `${newId()}.wav`;
  await storage.put(tenantId, 'voicemails', stray, Buffer.from('x'));
  await storage.put(tenantId, 'greetings', stray, Buffer.from('x'));
  expect(await sweepFiles(db, storage, new Date())).toBe(0);
  const tomorrow = new Date(Date.now() + 25 * 60 * 60 * 1000);
  expect(await sweepFiles(db, storage, tomorrow)).toBeGreaterThan(1);
  const left = (await storage.list(tenantId, 'voicemails')).map(({ name }) => name);
  expect(left).toContain(`${voicemailId}.wav`);
  expect(left).not.toContain(stray);
  expect(await storage.list(tenantId, 'greetings')).toEqual([]);
});

import fs from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStorage } from '../../src/platform/db/storage.ts';
import { newId } from '../../src/platform/values/ids.ts';
import { createTestApp, type ApiUser, type TestApp } from '../app.ts';
import { temporaryFolder } from '../cluster.ts';
import { createOneOfEach, fillPath, type Parameter } from '../one-of-each.ts';

/** Who takes a file with personal data out of the system is in the audit log. Each endpoint that answers with a file names its event, or why it has none. */
type Reason = { reason: string };
const DOWNLOADS: Record<string, string | Reason> = {
  exportTenants: 'tenants.exported',
  exportCalls: 'calls.exported',
  exportContacts: 'contacts.exported',
  exportAuditEvents: 'audit.exported',
  exportInvoices: 'invoice.exported',
  exportPayments: 'payment.exported',
  exportRevenue: 'revenue.exported',
  exportStatement: 'statement.exported',
  getStatementPdf: 'statement.exported',
  exportWholesaleInvoices: 'wholesale_invoice.exported',
  exportWholesaleStatement: 'wholesale_statement.exported',
  downloadExport: 'tenant.export_downloaded',
  getRecordingAudio: 'recording.played',
  getVoicemailAudio: 'voicemail.played',
  getInvoicePdf: { reason: 'one document, with no more than its page shows; it was mailed, too' },
  getTenantInvoicePdf: { reason: 'as getInvoicePdf' },
  getCreditNotePdf: { reason: 'as getInvoicePdf' },
  getWholesaleInvoicePdf: { reason: 'as getInvoicePdf, and it has no data of a person' },
  getWholesaleCreditNotePdf: { reason: 'as getWholesaleInvoicePdf' },
  getPartnerWholesaleInvoicePdf: { reason: 'as getWholesaleInvoicePdf' },
  getPartnerWholesaleCreditNotePdf: { reason: 'as getWholesaleInvoicePdf' },
  getMediaAudio: { reason: 'an announcement that every caller hears' },
  getGreeting: { reason: 'a greeting that every caller hears' },
};

let app: TestApp;
let admin: ApiUser;
let operator: ApiUser;
let ids: Record<Parameter, string>;
const dataDir = temporaryFolder('audit downloads');
const exported = newId();

beforeAll(async () => {
  app = await createTestApp({ dataDir });
  const partnerId = await app.partner('Northwind');
  admin = await app.user('partner_admin', { partnerId });
  operator = await app.user('operator');
  ids = await createOneOfEach(app, admin, { partnerId });
  const storage = openStorage(dataDir);
  await storage.put(ids.tenantId, 'exports', `${exported}.zip`, Buffer.from('a whole tenant'));
  await storage.put(ids.tenantId, 'recordings', `${ids.recordingId}.wav`, Buffer.from('a call'));
  await storage.put(ids.tenantId, 'voicemails', `${ids.voicemailId}.wav`, Buffer.from('a message'));
  await app.query(
    'insert into exports (tenant_id, id, requested_at, ready_at, bytes) values ($1, $2, now(), now(), 14)',
    [ids.tenantId, exported],
  );
});
afterAll(async () => {
  await app.close();
  fs.rmSync(dataDir, { recursive: true, force: true });
});

const downloads = () => app.app.endpoints.filter(({ download }) => download);
const actions = async (): Promise<string[]> =>
  (await app.query<{ action: string }>('select action from audit_events order by id')).map(({ action }) => action);

/** The actions that a request leaves in the audit log. */
async function leftBy(request: () => Promise<{ status: number }>): Promise<string[]> {
  const before = (await actions()).length;
  const { status } = await request();
  expect([200, 206]).toContain(status);
  return (await actions()).slice(before);
}

test('names every endpoint that answers with a file, and no other', () => {
  expect(
    downloads()
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(Object.keys(DOWNLOADS).toSorted());
});

test('every file is in the audit log, unless there is a reason', async () => {
  for (const { id, path } of downloads()) {
    const action = DOWNLOADS[id];
    if (typeof action !== 'string') continue;
    const by = path.startsWith('/operator/') ? operator : admin;
    expect(await leftBy(() => by.call('GET', fillPath(path, ids))), id).toEqual([action]);
  }
});

test('an export is recorded for each whole file, and once for its pieces', async () => {
  const path = `/tenants/${ids.tenantId}/export/file`;
  const get = (by: ApiUser, range?: string) => leftBy(() => by.call('GET', path, undefined, range ? { range } : {}));
  const other = await app.user('tenant_admin', { tenantId: ids.tenantId });
  const ONCE = ['tenant.export_downloaded'];
  expect(await get(admin)).toEqual(ONCE);
  expect(await get(admin)).toEqual(ONCE);
  expect([await get(admin, 'bytes=0-4'), await get(admin, 'bytes=5-9'), await get(admin, 'bytes=10-')]).toEqual([
    ONCE,
    [],
    [],
  ]);
  // leaving out the first byte hides nobody
  expect([await get(other, 'bytes=1-'), await get(other, 'bytes=5-')]).toEqual([ONCE, []]);
});

test('a voicemail message is recorded once for its pieces, and not for the user of its mailbox', async () => {
  const { tenantId } = ids;
  const { body: extension } = await admin.call('POST', `/tenants/${tenantId}/extensions`, {
    number: '177',
    name: 'Ann',
  });
  await admin.call('PATCH', `/tenants/${tenantId}/extensions/${extension.id}`, { voicemailEnabled: true });
  const messageId = newId();
  await app.query(
    `insert into voicemails (id, tenant_id, mailbox_id, from_number, received_at, seconds)
     select $1, tenant_id, id, '101', now(), 5 from mailboxes where extension_id = $2`,
    [messageId, extension.id],
  );
  await openStorage(dataDir).put(tenantId, 'voicemails', `${messageId}.wav`, Buffer.from('a message'));
  const user = await app.user('tenant_user', { tenantId });
  await app.query('update users set extension_id = $2 where id = $1', [user.id, extension.id]);
  const play = (by: ApiUser, range: string) =>
    leftBy(() => by.call('GET', `/tenants/${tenantId}/voicemails/${messageId}/audio`, undefined, { range }));
  expect([await play(admin, 'bytes=0-3'), await play(admin, 'bytes=4-')]).toEqual([['voicemail.played'], []]);
  expect(await play(user, 'bytes=0-')).toEqual([]);
});

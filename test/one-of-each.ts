import { newId } from '../src/platform/values/ids.ts';
import { type ApiUser, type TestApp } from './app.ts';
import { insertCard, insertCardPayment, insertRefundByHand, insertReinstatement } from './cards.ts';
import { insertFraudTrip } from './fraud.ts';
import {
  insertAdjustment,
  insertCreditNote,
  insertInvoice,
  insertPayment,
  insertWholesaleInvoice,
} from './invoices.ts';
import { CLOSED_WEEK } from './schedules.ts';

/** The parameters of paths. Tests that try every route need an object for each. */
export const PARAMETERS = [
  'adjustmentId',
  'callId',
  'cardId',
  'cardPaymentId',
  'contactId',
  'creditNoteId',
  'deliveryId',
  'didId',
  'entryId',
  'extId',
  'flowId',
  'flowTemplateId',
  'groupId',
  'invoiceId',
  'keyId',
  'mailboxId',
  'mediaId',
  'numberListId',
  'partnerId',
  'paymentId',
  'profileId',
  'rateImportId',
  'recordingId',
  'refundId',
  'scheduleId',
  'serviceCallId',
  'sessionId',
  'tableId',
  'tenantId',
  'tenantKeyId',
  'tripId',
  'trunkId',
  'userId',
  'versionId',
  'voicemailId',
  'webhookId',
  'wholesaleCreditNoteId',
  'wholesaleImportId',
  'wholesaleInvoiceId',
  'wholesalePaymentId',
  'wholesaleRefundId',
  'wholesaleTableId',
] as const;
export type Parameter = (typeof PARAMETERS)[number];

let made = 0;

/** An active tenant of the admin's partner with one of everything that a path can name. Their names begin with `mark`. */
export async function createOneOfEach(
  app: TestApp,
  admin: ApiUser,
  { partnerId, mark = 'Sample' }: { partnerId: string; mark?: string },
): Promise<Record<Parameter, string>> {
  const n = ++made;
  const post = async (path: string, body: object, by = admin): Promise<string> => {
    const { status, body: answer, text } = await by.call('POST', path, body);
    if (status >= 300) throw new Error(`POST ${path}: ${text}`);
    return answer.id ?? answer.added[0].id;
  };
  const insert = async (table: string, values: Record<string, unknown>): Promise<string> => {
    const row = { id: newId(), ...values };
    const places = Object.keys(row).map((_, at) => `$${at + 1}`);
    await app.query(`insert into ${table} (${Object.keys(row).join()}) values (${places.join()})`, Object.values(row));
    return row.id;
  };
  const now = new Date();

  const tenantId = await post('/tenants', { name: `${mark} Tenant`, sipPrefix: `one${n}of`, status: 'ACTIVE' });
  const of = `/tenants/${tenantId}`;
  const extId = await post(`${of}/extensions`, { number: '101', name: `${mark} desk` });
  const numberListId = await post(`${of}/number-lists`, { name: mark });
  const flowId = await post(`${of}/flows`, { name: `${mark} flow` });
  const [draft] = await app.query<{ draft: object }>('select draft from flows where id = $1', [flowId]);
  const mailboxId = await post(`${of}/mailboxes`, { number: '800', name: mark });
  const didId = await post('/dids', { numbers: [`+1303555${String(n).padStart(4, '0')}`] });
  await admin.call('POST', `/dids/${didId}/assign`, { tenantId });
  const user = { name: mark, role: 'tenant_admin', password: 'correct horse battery' };
  const userId = await post(`${of}/users`, { ...user, email: `${mark.toLowerCase()}${n}@one.example` });
  const owner = await app.user('tenant_admin', { tenantId });
  await admin.call('PUT', '/tenant-key-settings', { allowed: true });
  const webhookId = await post('/webhooks', { name: mark, url: 'https://crm.example/hook', types: ['call.ended'] });

  const between = { tenant_id: tenantId, direction: 'internal', from_number: '101', to_number: '102' };
  const callId = await insert('live_calls', { ...between, node: 'n', channel_id: `c${n}` });
  await insert('calls', { ...between, id: callId, emergency: false, admitted_at: now, ended_at: now, cause: 16 });

  const profileId = await post('/billing-profiles', { name: mark, currency: 'USD' });
  const tableId = await post('/rate-tables', { name: mark, currency: 'USD' });
  const wholesaleTableId = await insert('rate_tables', {
    partner_id: partnerId,
    currency: 'USD',
    name: `${mark} wholesale`,
    kind: 'wholesale_outbound',
  });
  const invoiceId = await insertInvoice(app.query, { partnerId, tenantId, billed: mark });
  const paymentId = await insertPayment(app.query, invoiceId, mark);
  await insertReinstatement(app.query, paymentId, mark);

  return {
    tenantId,
    partnerId,
    extId,
    numberListId,
    flowId,
    mailboxId,
    didId,
    userId,
    webhookId,
    callId,
    profileId,
    tableId,
    wholesaleTableId,
    invoiceId,
    paymentId,
    groupId: await post(`${of}/groups`, {
      number: '600',
      name: `${mark} group`,
      members: [{ kind: 'extension', id: extId }],
    }),
    scheduleId: await post(`${of}/schedules`, { name: mark, week: CLOSED_WEEK }),
    entryId: await post(`${of}/number-lists/${numberListId}/entries`, { number: '+12025550997', note: mark }),
    flowTemplateId: await post(`${of}/flows/${flowId}/templates`, { name: `${mark} template` }),
    versionId: await insert('flow_versions', {
      content: draft?.draft,
      uses: '{}',
      goes_to: '{}',
      flow_id: flowId,
      tenant_id: tenantId,
      number: 1,
      published_at: now,
      publisher: mark,
      editors: '{}',
    }),
    contactId: await post(`${of}/contacts`, { name: mark, numbers: [{ number: '+12025550998' }] }),
    voicemailId: await insert('voicemails', {
      tenant_id: tenantId,
      mailbox_id: mailboxId,
      from_number: mark,
      from_name: mark,
      received_at: now,
      seconds: 5,
    }),
    recordingId: await insert('recordings', {
      ...between,
      to_number: mark,
      call_id: callId,
      extension_ids: '{}',
      cause: 'on_demand',
      started_at: now,
      state: 'ready',
      milliseconds: 5000,
      node: 'n',
      channel_id: 'c',
      of_caller: true,
    }),
    mediaId: await insert('media', { tenant_id: tenantId, name: mark, source: 'upload' }),
    serviceCallId: await insert('service_calls', {
      tenant_id: tenantId,
      extension_id: extId,
      purpose: 'recording',
      media_name: mark,
      requested_by: '{}',
      state: 'ended',
      outcome: 'done',
    }),
    tenantKeyId: await post(`${of}/api-keys`, { name: mark, scopes: ['extensions.read'] }, owner),
    sessionId: await sessionOf(app, owner),
    keyId: await post('/api-keys', { name: mark, scopes: ['tenants.read'] }),
    deliveryId: await post(`/webhooks/${webhookId}/test`, {}),
    rateImportId: await insert('rate_imports', { partner_id: partnerId, table_id: tableId, lines: 1 }),
    wholesaleImportId: await insert('rate_imports', { partner_id: partnerId, table_id: wholesaleTableId, lines: 1 }),
    creditNoteId: await insertCreditNote(app.query, invoiceId),
    refundId: await insertRefundByHand(app.query, paymentId),
    adjustmentId: await insertAdjustment(app.query, tenantId, mark),
    cardId: await insertCard(app.query, tenantId, mark),
    cardPaymentId: await insertCardPayment(app.query, tenantId, mark),
    tripId: await insertFraudTrip(app.query, tenantId),
    trunkId: await insert('trunks', { name: `Trunk ${n}`, host: '192.0.2.1', match: '192.0.2.1' }),
    ...(await insertWholesaleInvoice(app.query, partnerId, mark)),
  };
}

async function sessionOf(app: TestApp, { id }: ApiUser): Promise<string> {
  const [session] = await app.query<{ id: string }>('select id from sessions where user_id = $1', [id]);
  if (!session) throw new Error('This user isn’t signed in.');
  return session.id;
}

/** The path with these ids: `/tenants/{tenantId}`, `/tenants/0199…`. Throws if it names something else. */
export function fillPath(path: string, ids: Readonly<Record<string, string>>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const id = ids[name];
    if (id === undefined) throw new Error(`Make one for {${name}} in test/one-of-each.ts.`);
    return id;
  });
}

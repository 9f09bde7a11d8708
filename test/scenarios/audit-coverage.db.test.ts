import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/platform/values/ids.ts';
import { createTestApp, type ApiUser, type TestApp } from '../app.ts';
import { insertCard, insertCardPayment, insertRefundByHand, paidByCard, takeCards, TEST_KEY } from '../cards.ts';
import { insertFraudTrip } from '../fraud.ts';
import { insertAdjustment, insertInvoice, insertPayment, insertWholesaleInvoice } from '../invoices.ts';
import { addMedia } from '../media.ts';
import { fillPath } from '../one-of-each.ts';
import { CLOSED_WEEK } from '../schedules.ts';

/**
 * Every change records one event with actor, action, target, tenant, address, and the values before and after. Routes come from the API's endpoints;
 * a route that isn't listed here fails.
 */
let app: TestApp;
let partnerId: string;
let admin: ApiUser;
let operator: ApiUser;
/** Of a tenant that may have keys. */
let owner: ApiUser;
let ownedTenant: string;
let made = 0;

beforeAll(async () => {
  app = await createTestApp();
  partnerId = await app.partner('Partner');
  admin = await app.user('partner_admin', { partnerId });
  operator = await app.user('operator');
  ownedTenant = (await newTenant()).id;
  owner = await app.user('tenant_admin', { tenantId: ownedTenant });
  await put('/tenant-key-settings', { allowed: true });
});
afterAll(() => app.close());

/** Ids for the path, and the body. `tenant`: the tenant of the event if it isn't in the path. */
type Good = { ids?: Record<string, string>; body?: unknown; tenant?: string };
type Shown = 'before' | 'after' | 'before and after' | 'neither';
type Change = [action: string, shown: Shown, good: () => Promise<Good>];

async function done(by: ApiUser, method: string, path: string, body?: unknown): Promise<any> {
  const answer = await by.call(method, path, body);
  expect(answer.status, `${method} ${path}: ${answer.text}`).toBeLessThan(300);
  return answer.body;
}
const post = (path: string, body?: unknown) => done(admin, 'POST', path, body);
const put = (path: string, body?: unknown) => done(admin, 'PUT', path, body);
const get = (path: string) => done(admin, 'GET', path);

const newTenant = async (): Promise<{ id: string; name: string }> => post('/tenants', tenantBody());
const tenantBody = () => ({ name: `Tenant ${++made}`, sipPrefix: `t${made}xx`, status: 'ACTIVE' });
const inTenant = async (body?: unknown): Promise<Good> => ({ ids: { tenantId: (await newTenant()).id }, body });
const newUser = (more: object) => ({ email: `${newId()}@people.example`, name: 'Joe', ...more });
const newWebhook = { name: 'CRM', url: 'https://crm.example/hook', types: ['call.ended'] };
const newContact = () => ({ name: 'Ann', numbers: [{ number: newNumber() }] });
const newNumber = () => `+1202555${String(1000 + ++made)}`;

async function user(body?: unknown): Promise<Good> {
  const { id: tenantId } = await newTenant();
  const { id } = await post(`/tenants/${tenantId}/users`, newUser({ role: 'tenant_user' }));
  return { ids: { tenantId, userId: id }, body };
}
/** Always the same sandbox, because a partner can have only a few. */
let sandbox: { id: string; extensionId: string } | undefined;
async function sandboxCall(): Promise<Good> {
  if (!sandbox) {
    const { id } = await post('/tenants', { ...tenantBody(), sandbox: true });
    const { id: extensionId } = await post(`/tenants/${id}/extensions`, { number: '101', name: 'Desk' });
    sandbox = { id, extensionId };
  }
  return { body: { tenantId: sandbox.id, extensionId: sandbox.extensionId }, tenant: sandbox.id };
}
async function member(body?: unknown): Promise<Good> {
  return { ids: { userId: (await post('/users', newUser({ role: 'partner_user' }))).id }, body };
}
/** Adds a second factor to the user. */
async function withFactor(prepared: Promise<Good>): Promise<Good> {
  const good = await prepared;
  await app.query("insert into second_factors (user_id, sealed_secret, confirmed_at) values ($1, '', now())", [good.ids?.userId]); // prettier-ignore
  return good;
}
async function required(by: ApiUser): Promise<Good> {
  // otherwise all later requests need a second factor
  await withFactor(Promise.resolve({ ids: { userId: by.id } }));
  return { body: { requireSecondFactor: true } };
}
async function extension(body?: unknown): Promise<Good> {
  const { id: tenantId } = await newTenant();
  const { id } = await post(`/tenants/${tenantId}/extensions`, { number: '101', name: 'Desk' });
  return { ids: { tenantId, extId: id }, body };
}
/** A tenant with an extension that can be called by the service. */
async function callable(body: object): Promise<Good> {
  const { ids } = await extension();
  return { ids, body: { extensionId: ids?.extId, ...body } };
}
async function testable(): Promise<Good> {
  const { ids } = await flow();
  const { id: extensionId } = await post(`/tenants/${ids?.tenantId}/extensions`, { number: '101', name: 'Desk' });
  return { ids, body: { extensionId } };
}
async function contact(body?: unknown): Promise<Good> {
  const { id: tenantId } = await newTenant();
  const { id } = await post(`/tenants/${tenantId}/contacts`, newContact());
  return { ids: { tenantId, contactId: id }, body };
}
async function group(body?: unknown): Promise<Good> {
  const { ids } = await extension();
  const members = [{ kind: 'extension', id: ids?.extId }];
  const { id } = await post(`/tenants/${ids?.tenantId}/groups`, { number: '600', name: 'Sales', members });
  return { ids: { ...ids, groupId: id }, body };
}
async function schedule(body?: unknown): Promise<Good> {
  const { id: tenantId } = await newTenant();
  const { id } = await post(`/tenants/${tenantId}/schedules`, { name: 'Office', week: CLOSED_WEEK });
  return { ids: { tenantId, scheduleId: id }, body };
}
async function overridden(): Promise<Good> {
  const good = await schedule();
  await done(admin, 'PUT', `/tenants/${good.ids?.tenantId}/schedules/${good.ids?.scheduleId}/override`, { open: true });
  return good;
}
async function numberList(body?: unknown): Promise<Good> {
  const { id: tenantId } = await newTenant();
  const { id } = await post(`/tenants/${tenantId}/number-lists`, { name: 'Customers' });
  return { ids: { tenantId, numberListId: id }, body };
}
async function listEntry(): Promise<Good> {
  const { ids } = await numberList();
  const { id } = await post(`/tenants/${ids?.tenantId}/number-lists/${ids?.numberListId}/entries`, {
    number: newNumber(),
  });
  return { ids: { ...ids, entryId: id } };
}
const flowContent = {
  name: 'Main number',
  fallback: { kind: 'message', prompts: [] },
  nodes: [
    { id: 'start', name: 'Start', kind: 'start', exits: { next: 'end' } },
    { id: 'end', name: 'End', kind: 'hangUp', exits: {} },
  ],
};
async function flow(body?: unknown): Promise<Good> {
  const { id: tenantId } = await newTenant();
  const { id } = await post(`/tenants/${tenantId}/flows`, { name: 'Main number' });
  await put(`/tenants/${tenantId}/flows/${id}/draft`, { content: flowContent });
  return { ids: { tenantId, flowId: id }, body };
}
async function publishedFlow(body?: unknown): Promise<Good> {
  const { ids } = await flow();
  const path = `/tenants/${ids?.tenantId}/flows/${ids?.flowId}`;
  await post(`${path}/publish`, { draft: 2, replaces: null });
  const { items } = await get(`${path}/versions`);
  return { ids: { ...ids, versionId: items[0].id }, body };
}
async function flowWithChanges(): Promise<Good> {
  const { ids } = await publishedFlow();
  await put(`/tenants/${ids?.tenantId}/flows/${ids?.flowId}/draft`, { content: { ...flowContent, name: 'Other' } });
  return { ids };
}
async function template(): Promise<Good> {
  const { ids } = await flow();
  const { id } = await post(`/tenants/${ids?.tenantId}/flows/${ids?.flowId}/templates`, { name: 'Dentist' });
  return { ids: { tenantId: ids?.tenantId ?? '', flowTemplateId: id } };
}
async function directory(): Promise<Good> {
  const { id: tenantId } = await newTenant();
  await post(`/tenants/${tenantId}/phone-directory`);
  return { ids: { tenantId } };
}
async function freeNumber(): Promise<string> {
  return (await post('/dids', { numbers: [newNumber()] })).added[0].id;
}
async function assigned(): Promise<{ tenantId: string; didId: string }> {
  const [didId, { id: tenantId }] = [await freeNumber(), await newTenant()];
  await post(`/dids/${didId}/assign`, { tenantId });
  return { tenantId, didId };
}
async function toAssign(many = false): Promise<Good> {
  const [didId, { id: tenantId }] = [await freeNumber(), await newTenant()];
  return { ids: { didId }, body: { tenantId, ...(many && { didIds: [didId] }) }, tenant: tenantId };
}
async function toRelease(many = false): Promise<Good> {
  const { didId, tenantId } = await assigned();
  return { ids: { didId }, body: many ? { didIds: [didId] } : undefined, tenant: tenantId };
}
const trunkBody = () => ({ name: `Carrier ${++made}`, host: '192.0.2.1', match: '192.0.2.1', enabled: false });
async function trunk(body?: unknown): Promise<Good> {
  return { ids: { trunkId: (await done(operator, 'POST', '/operator/trunks', trunkBody())).id }, body };
}
async function profile(body?: unknown): Promise<Good> {
  const { id } = await post('/billing-profiles', { name: `Plan ${++made}`, currency: 'USD' });
  return { ids: { profileId: id }, body };
}
async function rateTable(body?: unknown): Promise<Good> {
  const { id } = await post('/rate-tables', { name: `Rates ${++made}`, currency: 'USD' });
  return { ids: { tableId: id }, body };
}
/** A partner has one for each direction. */
async function wholesaleTable(body?: unknown): Promise<Good> {
  await app.query("delete from rate_tables where kind <> 'retail'");
  const place = `/operator/partners/${partnerId}/wholesale-tables`;
  const { id } = await done(operator, 'POST', place, { name: `Wholesale ${++made}`, currency: 'USD', direction: 'outbound' }); // prettier-ignore
  return { ids: { partnerId, wholesaleTableId: id }, body };
}
/** A file of rates that has been read. */
async function rateImport({ ids }: Good, by: ApiUser): Promise<Good> {
  const place = ids!.wholesaleTableId
    ? `/operator/partners/${partnerId}/wholesale-tables/${ids!.wholesaleTableId}`
    : `/rate-tables/${ids!.tableId}`;
  const { id } = await done(by, 'POST', `${place}/imports`, RATES_FILE);
  await app.query(
    `update rate_imports set state = 'ready', compared = '{"rows": 1, "added": 1, "changed": 0, "same": 0, "missing": 0, "free": 0, "repeated": 0, "largest": [], "first": []}' where id = $1`,
    [id],
  );
  return { ids: { ...ids, rateImportId: id, wholesaleImportId: id } };
}
const RATES_FILE = { csv: 'Prefix,Per minute,Increments\n44,0.01,60/60' };
const retailImport = async () => rateImport(await rateTable(), admin);
const wholesaleImport = async () => rateImport(await wholesaleTable(), operator);
async function callsToRate(): Promise<Good> {
  const { ids } = await rateTable();
  await done(admin, 'POST', `/rate-tables/${ids!.tableId}/import`, {
    csv: 'Prefix,Per minute,Increments\n44,0.01,60/60',
  });
  const { items } = await get(`/rate-tables/${ids!.tableId}/versions`);
  const days = { from: '2026-01-01T00:00:00Z', until: '2026-02-01T00:00:00Z' };
  return { ids: ids!, body: { listId: items[0].id, ...days, tenantId: null, difference: '0.00' } };
}
async function apiKey(body?: unknown): Promise<Good> {
  const { id } = await post('/api-keys', { name: 'CRM', scopes: ['tenants.read'] });
  return { ids: { keyId: id }, body };
}
/** The tenant's own key, made by its admin. */
async function tenantKey(body?: unknown): Promise<Good> {
  const input = { name: 'Shop', scopes: ['extensions.read'] };
  const { body: key } = await owner.call('POST', `/tenants/${ownedTenant}/api-keys`, input);
  return { ids: { tenantId: ownedTenant, tenantKeyId: key.id }, body };
}
/** Restores the setting afterwards, so that later routes can make keys. */
async function keysNotAllowed(): Promise<Good> {
  await put('/tenant-key-settings', { allowed: false });
  return { body: { allowed: true } };
}
async function webhook(body?: unknown): Promise<Good> {
  const { id } = await post('/webhooks', newWebhook);
  return { ids: { webhookId: id }, body };
}
async function pausedWebhook(body?: unknown): Promise<Good> {
  const good = await webhook(body);
  await post(`/webhooks/${good.ids?.webhookId}/pause`);
  return good;
}
async function delivery(): Promise<Good> {
  const { ids } = await webhook();
  const { id } = await post(`/webhooks/${ids?.webhookId}/test`);
  return { ids: { ...ids, deliveryId: id } };
}
async function invoice(body?: unknown): Promise<Good> {
  const { id: tenantId } = await newTenant();
  const invoiceId = await insertInvoice(app.query, { partnerId, tenantId, number: ++made });
  return { ids: { invoiceId }, body, tenant: tenantId };
}
async function payment(body?: unknown): Promise<Good> {
  const { ids, tenant } = await invoice();
  return { ids: { paymentId: await insertPayment(app.query, ids!.invoiceId!) }, body, tenant: tenant! };
}
/** A refund by hand. */
async function refund(body: unknown): Promise<Good> {
  const { ids, tenant } = await payment();
  return { ids: { refundId: await insertRefundByHand(app.query, ids!.paymentId!) }, body, tenant: tenant! };
}
/** A payment by card. */
async function refundable(body: unknown): Promise<Good> {
  await takeCards(app.query, admin, partnerId);
  const paid = await payment(body);
  await paidByCard(app.query, paid.ids!.paymentId!);
  return paid;
}
/** A tenant with an open invoice that it can pay by card. */
async function payable(body?: unknown): Promise<Good> {
  await takeCards(app.query, admin, partnerId);
  const { id: tenantId } = await newTenant();
  await insertInvoice(app.query, { partnerId, tenantId, number: ++made });
  return { ids: { tenantId }, body };
}
async function card(autoPay = false): Promise<Good> {
  const { ids } = await payable();
  const cardId = await insertCard(app.query, ids!.tenantId!);
  if (autoPay) await put(`/tenants/${ids!.tenantId!}/auto-pay`, { cardId, consent: true });
  return { ids: { ...ids, cardId } };
}
async function cardConsent(): Promise<Good> {
  const { ids } = await card();
  return { ids: { tenantId: ids!.tenantId! }, body: { cardId: ids!.cardId!, consent: true } };
}
async function cardPayment(): Promise<Good> {
  const { ids } = await payable();
  return { ids: { ...ids, cardPaymentId: await insertCardPayment(app.query, ids!.tenantId!) } };
}
async function adjustment(): Promise<Good> {
  const { id: tenantId } = await newTenant();
  return { ids: { tenantId, adjustmentId: await insertAdjustment(app.query, tenantId) } };
}
async function billedTenant(body?: unknown): Promise<Good> {
  const { id: billingProfileId } = await post('/billing-profiles', { name: `Plan ${++made}`, currency: 'USD' });
  const { id } = await post('/tenants', { ...tenantBody(), billingProfileId });
  return { ids: { tenantId: id }, body };
}
async function cancellable(): Promise<Good> {
  const { id, name } = await newTenant();
  return { ids: { tenantId: id }, body: { confirmName: name } };
}
async function suspended(by: ApiUser, place: string): Promise<Good> {
  const good = await inTenant({});
  await done(by, 'POST', `${place}/${good.ids!.tenantId}/suspend`, { reason: 'fraud' });
  return good;
}
async function held(): Promise<Good> {
  const { ids } = await inTenant();
  await done(operator, 'PUT', `/operator/tenants/${ids!.tenantId}/legal-hold`, { reason: 'A court' });
  return { ids: ids! };
}
async function liveCall(): Promise<Good> {
  const [{ id: tenantId }, callId] = [await newTenant(), newId()];
  await app.query(
    "insert into live_calls (id, tenant_id, direction, from_number, to_number, node, channel_id) values ($1, $2, 'internal', '101', '102', 'n', 'c')",
    [callId, tenantId],
  );
  return { ids: { tenantId, callId } };
}
async function limits(): Promise<Good> {
  const { ids } = await inTenant();
  const present = await done(admin, 'GET', `/tenants/${ids!.tenantId}/limits`);
  return { ids: ids!, body: { ...present, maxDids: 5 } };
}

async function fraudRules(): Promise<Good> {
  const { ids } = await inTenant();
  const present = await done(admin, 'GET', `/tenants/${ids!.tenantId}/fraud-rules`);
  return { ids: ids!, body: { ...present, callsAtOnce: { calls: 5, action: 'alert' } } };
}

async function fraudTrip(): Promise<Good> {
  const { id: tenantId } = await newTenant();
  return { ids: { tenantId, tripId: await insertFraudTrip(app.query, tenantId) } };
}

async function outbound(): Promise<Good> {
  const { ids } = await inTenant();
  const present = await done(admin, 'GET', `/tenants/${ids!.tenantId}/outbound-permissions`);
  return { ids: ids!, body: { ...present, countries: ['GB'] } };
}

async function mailbox(body?: unknown, more: object = {}): Promise<Good> {
  const { id: tenantId } = await newTenant();
  const { id } = await post(`/tenants/${tenantId}/mailboxes`, { number: '800', name: 'Sales', ...more });
  return { ids: { tenantId, mailboxId: id }, body };
}
async function mailboxWithGreeting(): Promise<Good> {
  const { ids } = await mailbox();
  await app.query("update mailboxes set greeting_file = 'old.wav' where id = $1", [ids!.mailboxId]);
  return { ids: ids! };
}
async function voicemail(body?: unknown): Promise<Good> {
  const { ids } = await mailbox();
  const voicemailId = newId();
  await app.query(
    `insert into voicemails (id, tenant_id, mailbox_id, from_number, received_at, seconds) values ($1, $2, $3, '101', now(), 5)`,
    [voicemailId, ids!.tenantId, ids!.mailboxId],
  );
  return { ids: { ...ids!, voicemailId }, body };
}

async function failedTranscript(): Promise<Good> {
  const good = await voicemail();
  await app.query(`insert into transcripts (id, tenant_id, voicemail_id, state) values ($1, $2, $3, 'failed')`, [
    newId(),
    good.ids!.tenantId,
    good.ids!.voicemailId,
  ]);
  return good;
}
async function unreadRecording(): Promise<Good> {
  const good = await recording();
  await app.query(`insert into transcripts (id, tenant_id, recording_id, state) values ($1, $2, $3, 'failed')`, [
    newId(),
    good.ids!.tenantId,
    good.ids!.recordingId,
  ]);
  return good;
}
async function recording(): Promise<Good> {
  const { id: tenantId } = await newTenant();
  const recordingId = newId();
  await app.query(
    `insert into recordings (id, tenant_id, call_id, direction, from_number, to_number, extension_ids, cause, started_at, state, milliseconds, node,
       channel_id, of_caller) values ($1, $2, $1, 'internal', '101', '102', '{}', 'on_demand', now(), 'ready', 5000, 'n', 'c', true)`,
    [recordingId, tenantId],
  );
  return { ids: { tenantId, recordingId } };
}
/** A sound of a tenant that can be chosen. */
async function readyMedia(): Promise<Good> {
  const { id: tenantId } = await newTenant();
  return { ids: { tenantId }, body: { mediaId: await addMedia(app, tenantId, 'Welcome') } };
}

async function media(body?: unknown): Promise<Good> {
  const { id: tenantId } = await newTenant();
  const mediaId = newId();
  await app.query("insert into media (id, tenant_id, name, source) values ($1, $2, 'Welcome', 'upload')", [
    mediaId,
    tenantId,
  ]);
  return { ids: { tenantId, mediaId }, body };
}
async function answeredCall(body: unknown): Promise<Good> {
  const { ids } = await liveCall();
  await app.query('update live_calls set answered_at = now() where id = $1', [ids!.callId]);
  return { ids: ids!, body };
}

const CHANGES: Record<string, Change> = {
  'POST /tenants': ['tenant.created', 'after', async () => ({ body: tenantBody() })],
  'PATCH /tenants/{tenantId}': ['tenant.edited', 'before and after', () => inTenant({ name: 'Other' })],
  'DELETE /tenants/{tenantId}': ['tenant.cancelled', 'before and after', cancellable],
  'POST /tenants/{tenantId}/cancel': ['tenant.cancelled', 'before and after', cancellable],
  'POST /tenants/{tenantId}/suspend': ['tenant.suspended', 'before and after', () => inTenant({ reason: 'manual' })],
  'POST /tenants/{tenantId}/reactivate': ['tenant.reactivated', 'before and after', () => suspended(admin, '/tenants')],
  'PUT /tenants/{tenantId}/limits': ['limits.saved', 'before and after', limits],
  'PUT /tenants/{tenantId}/fraud-rules': ['fraud_rule.saved', 'before and after', fraudRules],
  'POST /tenants/{tenantId}/fraud-trips/{tripId}/lift': ['fraud_rule.lifted', 'before and after', fraudTrip],
  'PUT /tenants/{tenantId}/outbound-permissions': ['outbound_permissions.saved', 'before and after', outbound],
  'POST /tenants/{tenantId}/export': ['tenant.exported', 'neither', () => inTenant()],
  'PUT /tenant-defaults': ['tenant_defaults.saved', 'before and after', async () => ({ body: { ...(await done(admin, 'GET', '/tenant-defaults')), defaultCnam: 'OTHER' } })], // prettier-ignore
  'PUT /tenants/{tenantId}/emergency-contacts': ['emergency_contacts.saved', 'before and after', () => inTenant({ emails: [`desk${++made}@northwind.example`] })], // prettier-ignore
  'PUT /support-contact': ['support.saved', 'before and after', async () => ({ body: { email: `help${++made}@northwind.example`, phone: '' } })], // prettier-ignore
  'POST /tenants/{tenantId}/users': ['user.created', 'after', () => inTenant(newUser({ role: 'tenant_admin' }))],
  'PATCH /tenants/{tenantId}/users/{userId}': ['user.edited', 'before and after', () => user({ name: 'Jane' })],
  'DELETE /tenants/{tenantId}/users/{userId}': ['user.deleted', 'before', () => user()],
  'POST /tenants/{tenantId}/users/{userId}/invitation': ['user.invited', 'after', () => user()],
  'DELETE /tenants/{tenantId}/users/{userId}/second-factor': [
    'user.second-factor-reset',
    'after',
    () => withFactor(user()),
  ],
  'DELETE /users/{userId}/second-factor': ['user.second-factor-reset', 'after', () => withFactor(member())],
  'PUT /security-settings': ['security_settings.saved', 'before and after', () => required(admin)],
  'PUT /operator/security-settings': ['security_settings.saved', 'before and after', () => required(operator)],
  'POST /users': ['user.created', 'after', async () => ({ body: newUser({ role: 'partner_user' }) })],
  'PATCH /users/{userId}': ['user.edited', 'before and after', () => member({ role: 'partner_admin' })],
  'DELETE /users/{userId}': ['user.deleted', 'before', () => member()],
  'POST /users/{userId}/invitation': ['user.invited', 'after', () => member()],
  'POST /tenants/{tenantId}/extensions': [
    'extension.created',
    'after',
    () => inTenant({ number: '101', name: 'Desk' }),
  ],
  'PATCH /tenants/{tenantId}/extensions/{extId}': ['extension.edited', 'before and after', () => extension({ name: 'Hall' })], // prettier-ignore
  'DELETE /tenants/{tenantId}/extensions/{extId}': ['extension.deleted', 'before', () => extension()],
  'POST /tenants/{tenantId}/extensions/{extId}/credentials': ['extension.credentials_reset', 'after', () => extension()], // prettier-ignore
  'POST /tenants/{tenantId}/contacts': ['contact.created', 'after', () => inTenant(newContact())],
  'POST /tenants/{tenantId}/contacts/import': ['contacts.imported', 'after', () => inTenant({ csv: `Name,Work\nAnn,${newNumber()}` })], // prettier-ignore
  'PATCH /tenants/{tenantId}/contacts/{contactId}': ['contact.edited', 'before and after', () => contact({ name: 'Bea' })], // prettier-ignore
  'DELETE /tenants/{tenantId}/contacts/{contactId}': ['contact.deleted', 'before', () => contact()],
  'PUT /tenants/{tenantId}/extensions/{extId}/forwarding': ['extension.forwarding_saved', 'before and after', () => extension({ doNotDisturb: true })], // prettier-ignore
  'POST /tenants/{tenantId}/groups': ['group.created', 'after', () => inTenant({ number: '600', name: 'Sales', members: [{ kind: 'external', number: '+12025550199' }] })], // prettier-ignore
  'POST /tenants/{tenantId}/flows': ['flow.created', 'after', () => inTenant({ name: 'Main number' })],
  'POST /tenants/{tenantId}/flows/import': ['flow.created', 'after', () => inTenant({ name: 'Copy', content: flowContent })], // prettier-ignore
  'POST /tenants/{tenantId}/flows/{flowId}/templates': ['flow_template.created', 'after', () => flow({ name: 'Dentist' })], // prettier-ignore
  'DELETE /tenants/{tenantId}/flow-templates/{flowTemplateId}': ['flow_template.deleted', 'before', template],
  'PATCH /tenants/{tenantId}/flows/{flowId}': ['flow.renumbered', 'before and after', () => flow({ number: '500' })],
  'DELETE /tenants/{tenantId}/flows/{flowId}': ['flow.deleted', 'before', () => flow()],
  'PUT /tenants/{tenantId}/flows/{flowId}/draft': [
    'flow.edited',
    'after',
    () => publishedFlow({ content: { ...flowContent, name: 'Other' } }),
  ],
  'PUT /tenants/{tenantId}/flows/{flowId}/tests': [
    'flow.tests_saved',
    'before and after',
    async () => {
      const { ids } = await flow();
      const who = { caller: '+12125550199', called: '', people: 'answered' };
      const call = { at: '2026-11-30T09:00', ...who, presses: [], variables: null };
      const end = { flowId: ids?.flowId, nodeId: 'end', how: 'hangUp' };
      return { ids, body: { cases: [{ id: newId(), name: 'By day', call, end }] } };
    },
  ],
  'DELETE /tenants/{tenantId}/flows/{flowId}/draft': ['flow.draft_discarded', 'before', () => flowWithChanges()],
  'POST /tenants/{tenantId}/flows/{flowId}/publish': [
    'flow.published',
    'before and after',
    () => flow({ draft: 2, replaces: null }),
  ],
  'POST /tenants/{tenantId}/flows/{flowId}/versions/{versionId}/restore': [
    'flow.published',
    'before and after',
    () => publishedFlow({}),
  ],
  'PATCH /tenants/{tenantId}/groups/{groupId}': ['group.edited', 'before and after', () => group({ name: 'Support' })],
  'DELETE /tenants/{tenantId}/groups/{groupId}': ['group.deleted', 'before', () => group()],
  'POST /tenants/{tenantId}/schedules': ['schedule.created', 'after', () => inTenant({ name: 'Office', week: CLOSED_WEEK })], // prettier-ignore
  'PATCH /tenants/{tenantId}/schedules/{scheduleId}': ['schedule.edited', 'before and after', () => schedule({ name: 'Shop' })], // prettier-ignore
  'DELETE /tenants/{tenantId}/schedules/{scheduleId}': ['schedule.deleted', 'before', () => schedule()],
  'PUT /tenants/{tenantId}/schedules/{scheduleId}/override': ['schedule.switched', 'before and after', () => schedule({ open: true })], // prettier-ignore
  'DELETE /tenants/{tenantId}/schedules/{scheduleId}/override': ['schedule.switched', 'before and after', overridden],
  'POST /tenants/{tenantId}/number-lists': ['number_list.created', 'after', () => inTenant({ name: 'Customers' })],
  'PATCH /tenants/{tenantId}/number-lists/{numberListId}': ['number_list.edited', 'before and after', () => numberList({ name: 'Friends' })], // prettier-ignore
  'DELETE /tenants/{tenantId}/number-lists/{numberListId}': ['number_list.deleted', 'before', () => numberList()],
  'POST /tenants/{tenantId}/number-lists/{numberListId}/entries': ['number_list.numbers_added', 'after', () => numberList({ number: newNumber() })], // prettier-ignore
  'DELETE /tenants/{tenantId}/number-lists/{numberListId}/entries/{entryId}': ['number_list.number_removed', 'before', listEntry], // prettier-ignore
  'POST /tenants/{tenantId}/number-lists/{numberListId}/import': ['number_list.numbers_added', 'after', () => numberList({ csv: newNumber() })], // prettier-ignore
  'POST /tenants/{tenantId}/phone-directory': ['phone_directory.enabled', 'neither', () => inTenant()],
  'DELETE /tenants/{tenantId}/phone-directory': ['phone_directory.disabled', 'neither', directory],
  'POST /dids': ['dids.added', 'after', async () => ({ body: { numbers: [newNumber()] } })],
  'POST /dids/import': ['dids.added', 'after', async () => ({ body: { csv: `number\n${newNumber()}` } })],
  'PATCH /dids/{didId}': ['did.edited', 'before and after', async () => ({ ids: { didId: await freeNumber() }, body: { externalId: 'crm-4711' } })], // prettier-ignore
  'DELETE /dids/{didId}': ['did.deleted', 'before', async () => ({ ids: { didId: await freeNumber() } })],
  'POST /dids/{didId}/assign': ['did.assigned', 'before and after', () => toAssign()],
  'POST /dids/{didId}/release': ['did.released', 'before and after', () => toRelease()],
  'POST /dids/assign-many': ['did.assigned', 'before and after', () => toAssign(true)],
  'POST /dids/release-many': ['did.released', 'before and after', () => toRelease(true)],
  'PATCH /tenants/{tenantId}/dids/{didId}': ['did.routed', 'before and after', async () => ({ ids: await assigned(), body: { routing: { kind: 'external', number: '+12025550199' } } })], // prettier-ignore
  'PUT /tenants/{tenantId}/dids/{didId}/e911-address': ['did.address_changed', 'before and after', async () => ({ ids: await assigned(), body: { e911Address: { street: '20 W 34th St', city: 'New York', state: 'NY', postalCode: '10001', country: 'US' } } })], // prettier-ignore
  'POST /tenants/{tenantId}/mailboxes': ['mailbox.created', 'after', () => inTenant({ number: '800', name: 'Sales' })],
  'PATCH /tenants/{tenantId}/mailboxes/{mailboxId}': ['mailbox.edited', 'before and after', () => mailbox({ name: 'Help' })], // prettier-ignore
  'DELETE /tenants/{tenantId}/mailboxes/{mailboxId}': ['mailbox.deleted', 'before', () => mailbox()],
  'DELETE /tenants/{tenantId}/mailboxes/{mailboxId}/greeting': [
    'mailbox.greeting_removed',
    'after',
    mailboxWithGreeting,
  ],
  'PATCH /tenants/{tenantId}/voicemails/{voicemailId}': ['voicemail.marked', 'before and after', () => voicemail({ read: true })], // prettier-ignore
  'POST /tenants/{tenantId}/voicemails/{voicemailId}/transcript': ['voicemail.transcript_requested', 'after', failedTranscript], // prettier-ignore
  'DELETE /tenants/{tenantId}/voicemails/{voicemailId}': ['voicemail.deleted', 'before', () => voicemail()],
  'DELETE /tenants/{tenantId}/recordings/{recordingId}': ['recording.deleted', 'before', recording],
  'POST /tenants/{tenantId}/recordings/{recordingId}/transcript': ['recording.transcript_requested', 'after', unreadRecording], // prettier-ignore
  'PATCH /tenants/{tenantId}/recording-settings': ['recording_settings.edited', 'before and after', () => inTenant({ announce: false, confirmLawful: true })], // prettier-ignore
  'PUT /tenants/{tenantId}/hold-music': ['hold_music.chosen', 'before and after', readyMedia],
  'POST /tenants/{tenantId}/media/phone-recordings': ['media.recording_requested', 'after', () => callable({ name: 'Welcome' })], // prettier-ignore
  'POST /tenants/{tenantId}/flows/{flowId}/test-calls': ['flow.test_called', 'after', testable],
  'PATCH /tenants/{tenantId}/media/{mediaId}': ['media.renamed', 'before and after', () => media({ name: 'Hello' })],
  'DELETE /tenants/{tenantId}/media/{mediaId}': ['media.deleted', 'before', () => media()],
  'POST /tenants/{tenantId}/live-calls/{callId}/recording': ['recording.started', 'after', () => answeredCall({ action: 'start' })], // prettier-ignore
  'DELETE /tenants/{tenantId}/live-calls/{callId}': ['call.ended', 'before', liveCall],
  'POST /billing-profiles': ['billing_profile.created', 'after', async () => ({ body: { name: `Plan ${++made}`, currency: 'USD' } })], // prettier-ignore
  'PATCH /billing-profiles/{profileId}': [
    'billing_profile.edited',
    'before and after',
    () => profile({ name: 'Other' }),
  ],
  'DELETE /billing-profiles/{profileId}': ['billing_profile.deleted', 'before', () => profile()],
  'PUT /tenant-key-settings': ['tenant_key_settings.saved', 'before and after', keysNotAllowed],
  'POST /tenants/{tenantId}/api-keys': ['api_key.created', 'after', async () => ({ ids: { tenantId: ownedTenant }, body: { name: 'Shop', scopes: ['extensions.read'] } })], // prettier-ignore
  'PATCH /tenants/{tenantId}/api-keys/{tenantKeyId}': [
    'api_key.edited',
    'before and after',
    () => tenantKey({ name: 'Till' }),
  ],
  'POST /tenants/{tenantId}/api-keys/{tenantKeyId}/rotate': [
    'api_key.rotated',
    'before and after',
    () => tenantKey({}),
  ],
  'DELETE /tenants/{tenantId}/api-keys/{tenantKeyId}': ['api_key.revoked', 'before', () => tenantKey()],
  'POST /api-keys': ['api_key.created', 'after', async () => ({ body: { name: 'CRM', scopes: ['tenants.read'] } })],
  'PATCH /api-keys/{keyId}': ['api_key.edited', 'before and after', () => apiKey({ name: 'Shop' })],
  'POST /api-keys/{keyId}/rotate': ['api_key.rotated', 'before and after', () => apiKey({})],
  'POST /sandbox/calls': ['call.played', 'after', sandboxCall],
  'POST /webhooks': ['webhook.created', 'after', async () => ({ body: newWebhook })],
  'PATCH /webhooks/{webhookId}': ['webhook.edited', 'before and after', () => webhook({ name: 'Shop' })],
  'POST /webhooks/{webhookId}/rotate': ['webhook.secret_replaced', 'after', () => webhook({})],
  'POST /webhooks/{webhookId}/pause': ['webhook.paused', 'before and after', () => webhook()],
  'POST /webhooks/{webhookId}/resume': ['webhook.resumed', 'before and after', () => pausedWebhook({ from: 'now' })],
  'POST /webhooks/{webhookId}/test': ['webhook.tested', 'after', () => webhook()],
  'POST /webhooks/{webhookId}/replay': [
    'webhook.replayed',
    'after',
    () => webhook({ from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' }),
  ],
  'POST /webhooks/{webhookId}/deliveries/{deliveryId}/replay': ['webhook.replayed', 'after', delivery],
  'POST /webhooks/{webhookId}/deliveries/{deliveryId}/skip': ['webhook.delivery_skipped', 'after', delivery],
  'DELETE /webhooks/{webhookId}': ['webhook.deleted', 'before', () => webhook()],
  'DELETE /api-keys/{keyId}': ['api_key.revoked', 'before', () => apiKey()],
  'POST /rate-tables': ['rate_table.created', 'after', async () => ({ body: { name: `Rates ${++made}`, currency: 'USD' } })], // prettier-ignore
  'PATCH /rate-tables/{tableId}': ['rate_table.edited', 'before and after', () => rateTable({ name: 'Other' })],
  'DELETE /rate-tables/{tableId}': ['rate_table.deleted', 'before', () => rateTable()],
  'POST /rate-tables/{tableId}/rate-again': ['rate_table.calls_rated_again', 'after', callsToRate],
  'POST /rate-tables/{tableId}/import': ['rate_table.imported', 'after', () => rateTable({ csv: 'Prefix,Per minute,Increments\n44,0.01,60/60' })], // prettier-ignore
  'POST /rate-tables/{tableId}/imports': ['rate_table.import_uploaded', 'after', () => rateTable(RATES_FILE)],
  'POST /rate-tables/{tableId}/imports/{rateImportId}/confirm': ['rate_table.import_confirmed', 'after', retailImport],
  'DELETE /rate-tables/{tableId}/imports/{rateImportId}': ['rate_table.import_cancelled', 'before', retailImport],
  'PUT /invoice-settings': ['invoice_settings.edited', 'before and after', async () => ({ body: { ...(await get('/invoice-settings')), legalName: `Partner ${++made}` } })], // prettier-ignore
  'POST /invoices/{invoiceId}/credit-notes': ['credit_note.issued', 'after', () => invoice({ reason: 'Mistake', lines: null })], // prettier-ignore
  'POST /invoices/{invoiceId}/payments': ['payment.recorded', 'after', () => invoice({ amount: '5.00', paidOn: '2026-11-12', method: 'check' })], // prettier-ignore
  'POST /payments/{paymentId}/reverse': ['payment.reversed', 'before and after', () => payment({ reason: 'Returned' })],
  'POST /payments/{paymentId}/refunds': ['payment.refunded', 'after', () => payment({ amount: '5.00', paidOn: '2026-11-12', method: 'check', reason: 'Mistake' })], // prettier-ignore
  'POST /refunds/{refundId}/reverse': ['payment.refund_reversed', 'after', () => refund({ reason: 'Mistake' })],
  'POST /payments/{paymentId}/refund': [
    'payment.refund_started',
    'after',
    () => refundable({ amount: '5.00', reason: 'Mistake' }),
  ],
  'POST /tenants/{tenantId}/card-payments': ['card_payment.started', 'after', () => payable({ currency: 'USD' })],
  'POST /tenants/{tenantId}/card-payments/{cardPaymentId}/cancel': ['card_payment.cancelled', 'after', cardPayment],
  'POST /tenants/{tenantId}/cards': ['card_payment.page_opened', 'after', () => payable()],
  'DELETE /tenants/{tenantId}/cards/{cardId}': ['card.removed', 'before', () => card()],
  'PUT /tenants/{tenantId}/auto-pay': ['card.auto_pay_started', 'after', cardConsent],
  'DELETE /tenants/{tenantId}/auto-pay': ['card.auto_pay_stopped', 'before', () => card(true)],
  'PATCH /payment-account': ['payment_account.edited', 'after', async () => ({ body: { secretKey: TEST_KEY } })],
  'DELETE /payment-account': ['payment_account.removed', 'after', async () => (await payable(), {})],
  'POST /tenants/{tenantId}/adjustments': ['adjustment.added', 'after', () => billedTenant({ description: 'Outage', amount: '-5.00' })], // prettier-ignore
  'DELETE /tenants/{tenantId}/adjustments/{adjustmentId}': ['adjustment.removed', 'before', adjustment],
  'PUT /tenants/{tenantId}/tax-exemption': ['tax_exemption.edited', 'before and after', () => inTenant({ certificate: 'ST-120', validFrom: null, validUntil: null })], // prettier-ignore
  'POST /operator/partners/{partnerId}/wholesale-tables': ['wholesale_table.created', 'after', async () => ({ ids: { partnerId }, body: { name: `Wholesale ${++made}`, currency: 'USD', direction: 'inbound' } })], // prettier-ignore
  'PUT /operator/wholesale-settings': ['wholesale_settings.edited', 'before and after', async () => ({ body: { legalName: `Operator ${++made}`, address: '', taxIds: [], footer: '' } })], // prettier-ignore
  'PUT /operator/partners/{partnerId}/wholesale-terms': ['wholesale_terms.edited', 'after', async () => ({ ids: { partnerId }, body: { currency: 'USD', tenantFee: '1.00', extensionFee: '0', numberFee: '0', billingDay: 1, paymentTermsDays: 14, billingEmail: 'a@b.example' } })], // prettier-ignore
  'POST /operator/wholesale-invoices/{wholesaleInvoiceId}/payments': ['wholesale_payment.recorded', 'after', async () => ({ ids: await insertWholesaleInvoice(app.query, partnerId), body: { amount: '5.00', paidOn: '2026-11-12', method: 'check' } })], // prettier-ignore
  'POST /operator/wholesale-invoices/{wholesaleInvoiceId}/credit-notes': ['wholesale_credit_note.issued', 'after', async () => ({ ids: await insertWholesaleInvoice(app.query, partnerId), body: { reason: 'Mistake', lines: null } })], // prettier-ignore
  'POST /operator/wholesale-payments/{wholesalePaymentId}/reverse': ['wholesale_payment.reversed', 'before and after', async () => ({ ids: await insertWholesaleInvoice(app.query, partnerId), body: { reason: 'Returned' } })], // prettier-ignore
  'POST /operator/wholesale-payments/{wholesalePaymentId}/refunds': ['wholesale_payment.refunded', 'after', async () => ({ ids: await insertWholesaleInvoice(app.query, partnerId), body: { amount: '0.50', paidOn: '2026-11-12', method: 'check', reason: 'Mistake' } })], // prettier-ignore
  'POST /operator/wholesale-refunds/{wholesaleRefundId}/reverse': ['wholesale_payment.refund_reversed', 'before and after', async () => ({ ids: await insertWholesaleInvoice(app.query, partnerId), body: { reason: 'Mistake' } })], // prettier-ignore
  'DELETE /operator/partners/{partnerId}/wholesale-tables/{wholesaleTableId}': ['wholesale_table.deleted', 'before', () => wholesaleTable()], // prettier-ignore
  'POST /operator/partners/{partnerId}/wholesale-tables/{wholesaleTableId}/import': ['wholesale_table.imported', 'after', () => wholesaleTable({ csv: 'Prefix,Per minute,Increments\n44,0.01,60/60' })], // prettier-ignore
  'POST /operator/partners/{partnerId}/wholesale-tables/{wholesaleTableId}/imports': ['wholesale_table.import_uploaded', 'after', () => wholesaleTable(RATES_FILE)], // prettier-ignore
  'POST /operator/partners/{partnerId}/wholesale-tables/{wholesaleTableId}/imports/{wholesaleImportId}/confirm': ['wholesale_table.import_confirmed', 'after', wholesaleImport], // prettier-ignore
  'DELETE /operator/partners/{partnerId}/wholesale-tables/{wholesaleTableId}/imports/{wholesaleImportId}': ['wholesale_table.import_cancelled', 'before', wholesaleImport], // prettier-ignore
  'POST /operator/trunks': ['trunk.created', 'after', async () => ({ body: trunkBody() })],
  'PATCH /operator/trunks/{trunkId}': ['trunk.edited', 'before and after', () => trunk({ priority: 7 })],
  'DELETE /operator/trunks/{trunkId}': ['trunk.deleted', 'before', () => trunk()],
  'PUT /operator/tenants/{tenantId}/legal-hold': ['legal-hold.placed', 'after', () => inTenant({ reason: 'A court' })],
  'DELETE /operator/tenants/{tenantId}/legal-hold': ['legal-hold.lifted', 'before', held],
  'POST /operator/tenants/{tenantId}/suspend': ['tenant.suspended', 'before and after', () => inTenant({ reason: 'fraud' })], // prettier-ignore
  'POST /operator/tenants/{tenantId}/reactivate': ['tenant.reactivated', 'before and after', () => suspended(operator, '/operator/tenants')], // prettier-ignore
};

/** Routes other than GET with no event or several events. */
const OTHERWISE: Record<string, string> = {
  'PUT /tenants/{tenantId}/mailboxes/{mailboxId}/greeting': 'takes a file: src/voicemail/greetings.db.test.ts',
  'POST /tenants/{tenantId}/media': 'takes a file: src/media/media.db.test.ts',
  'PUT /tenants/{tenantId}/media/{mediaId}/file': 'takes a file: src/media/media.db.test.ts',
  'POST /tenants/{tenantId}/media/speech': 'needs a voice: src/media/speech.db.test.ts',
  'PUT /tenants/{tenantId}/media/{mediaId}/text': 'needs a voice: src/media/speech.db.test.ts',
  'POST /tenants/{tenantId}/preview': 'says what would be, and changes nothing',
  'POST /tenants/{tenantId}/flows/{flowId}/test-runs': 'says how a call would go, and changes nothing',
  'POST /invitations/read': 'says what a link is for, and changes nothing',
  'POST /invitations/accept':
    'the link and the session that it opens are an event each: src/people/invitations/invitations.db.test.ts',
  'POST /session': 'of somebody who is not known yet: src/people/sign-in/sessions.db.test.ts',
  'PUT /session/password': 'by a session that signed in: src/people/own-account/own-account.db.test.ts',
  'POST /session/password': 'the same as by PUT',
  'DELETE /sessions': 'by a session that signed in: src/people/own-account/own-account.db.test.ts',
  'DELETE /sessions/{sessionId}': 'by a session that signed in: src/people/own-account/own-account.db.test.ts',
  'POST /session/second-factor': 'begins something that nothing asks for yet',
  'POST /session/second-factor/confirm':
    'by a session that signed in: src/people/second-factor/second-factor.db.test.ts',
  'POST /session/second-factor/recovery-codes':
    'by a session that signed in: src/people/second-factor/second-factor.db.test.ts',
  'DELETE /session/second-factor': 'by a session that signed in: src/people/second-factor/second-factor.db.test.ts',
  'POST /session/second-factor/disable': 'the same as by DELETE',
  'POST /password-resets': 'of somebody who is not known yet: src/people/own-account/own-account.db.test.ts',
  'DELETE /session': 'by whose session it is: src/people/sign-in/sessions.db.test.ts',
  'POST /operator/partners': 'the partner and its first admin are an event each: src/partners/partners.db.test.ts',
};

const routes = () => app.app.endpoints.filter(({ method }) => method !== 'GET');

test('covers every route that is not a GET, and no other', () => {
  const named = [...Object.keys(CHANGES), ...Object.keys(OTHERWISE)];
  expect(
    routes()
      .map(({ method, path }) => `${method} ${path}`)
      .toSorted(),
    'each route has a line in CHANGES, or its reason in OTHERWISE',
  ).toEqual(named.toSorted());
});

const whoDoes = (path: string): ApiUser => {
  if (path.startsWith('/operator/')) return operator;
  return path.startsWith('/tenants/{tenantId}/api-keys') ? owner : admin;
};

type Row = Record<'id' | 'action' | 'partner_id' | 'tenant_id' | 'actor_id' | 'actor_email' | 'actor_role' | 'ip' | 'request_id', string> &
  Record<'before' | 'after', unknown>; // prettier-ignore
const events = () => app.query<Row>('select * from audit_events order by id');

test('every change leaves one complete audit event', async () => {
  for (const { method, path } of routes()) {
    const name = `${method} ${path}`;
    const change = CHANGES[name];
    if (!change) continue;
    const [action, shown, prepare] = change;
    const { ids = {}, body, tenant } = await prepare();
    const known = new Set((await events()).map(({ id }) => id));
    const by = whoDoes(path);
    const where = fillPath(path, ids);
    const answer = await by.call(method, where, body);
    expect(answer.status, `${name}: ${answer.text}`).toBeLessThan(300);

    const left = (await events()).filter(({ id }) => !known.has(id));
    expect(
      left.map((event) => event.action),
      name,
    ).toEqual([action]);
    const [event] = left as [Row];
    const tenantId = ids.tenantId ?? tenant ?? (name === 'POST /tenants' ? answer.body.id : null);
    const ofOperator = action.startsWith('legal-hold.') || action.startsWith('trunk.') || action.startsWith('wholesale_settings.') || path.startsWith('/operator/security'); // prettier-ignore
    expect(event, name).toMatchObject({
      partner_id: ofOperator ? null : partnerId,
      tenant_id: tenantId,
      actor_id: by.id,
      actor_email: by.email,
      actor_role: by.role,
      ip: '127.0.0.1',
      request_id: expect.stringMatching(/./),
    });
    const sides = (['before', 'after'] as const).filter((side) => event[side] !== null);
    expect(sides.join(' and ') || 'neither', name).toBe(shown);
  }
});

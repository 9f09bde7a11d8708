import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../../test/app.ts';
import { content, node } from '../../../test/flow-content.ts';
import { everyDay } from '../../../test/schedules.ts';
import { createTenant, type TestTenant } from '../../../test/tenants.ts';
import type { FlowTemplate, PortableFlow } from './contract.ts';

let app: TestApp;
let admin: ApiUser['call'];
let stranger: ApiUser['call'];
let from: TestTenant;
let to: TestTenant;
let partnerId: string;

beforeAll(async () => {
  app = await createTestApp();
  partnerId = await app.partner('Partner');
  admin = (await app.user('partner_admin', { partnerId })).call;
  stranger = (await app.user('partner_admin', { partnerId: await app.partner('Other') })).call;
  from = await createTenant(admin, { prefix: 'bakery', extensions: ['101'] });
  to = await createTenant(admin, { prefix: 'garage', extensions: ['201'] });
});
afterAll(() => app.close());

const scheduleIn = async ({ path }: TestTenant): Promise<string> =>
  (await admin('POST', `${path}/schedules`, { name: 'Office hours', week: everyDay({ kind: 'allDay' }) })).body.id;

/** A flow with an object of the tenant, an outside number and a secret. */
async function flowWithSecrets(): Promise<string> {
  const scheduleId = await scheduleIn(from);
  const flow = content(
    node('hours', 'hours', { scheduleId, exits: { open: 'pin', closed: 'guard' } }),
    node('compare', 'pin', { secret: true, value: 'canary8642', exits: { yes: 'desk', no: 'guard' } }),
    node('ring', 'desk', { target: { kind: 'extension', id: from.extensionId('101') } }),
    node('ring', 'guard', { name: 'Night guard', target: { kind: 'external', number: '+12125550143' } }),
  );
  const { id } = (await admin('POST', `${from.path}/flows`, { name: 'Main number' })).body;
  expect((await admin('PUT', `${from.path}/flows/${id}/draft`, { content: flow })).status).toBe(200);
  return id;
}
const draftOf = async (tenant: TestTenant, id: string) =>
  (await admin('GET', `${tenant.path}/flows/${id}/draft`)).body.content;

test('a copy for another tenant uses that tenant’s targets, and contains no secret', async () => {
  const id = await flowWithSecrets();
  const portable = (await admin('GET', `${from.path}/flows/${id}/portable`)).body as PortableFlow;
  expect(portable.questions.map(({ kind, label }) => `${kind} ${label}`)).toEqual([
    'schedule Office hours',
    'extension Phone 101',
  ]);
  expect(portable.leftOpen).toEqual(['Night guard', 'pin']);
  expect(JSON.stringify(portable)).not.toMatch(/canary|5550143/);
  const chosen: Record<string, string> = { schedule: await scheduleIn(to), extension: to.extensionId('201') };
  const answers = portable.questions.map((question) => ({ question: question.id, id: chosen[question.kind] ?? null }));
  const made = await admin('POST', `${to.path}/flows/import`, { ...portable, name: 'Copy', answers });
  expect(made, made.text).toMatchObject({ status: 201, body: { name: 'Copy', hasDraft: true, published: null } });
  const copy = await draftOf(to, made.body.id);
  expect(copy).toMatchObject({
    name: 'Copy',
    nodes: [
      { id: 'start' },
      { id: 'hours', scheduleId: chosen['schedule'] },
      { id: 'pin', value: '' },
      { id: 'desk', target: { kind: 'extension', id: to.extensionId('201') } },
      { id: 'guard', target: { kind: 'extension', id: null } },
    ],
  });
  expect(JSON.stringify(copy)).not.toContain(from.extensionId('101'));
});

test('unanswered questions stay open, so the copy lists what is missing before it can be published', async () => {
  const id = await flowWithSecrets();
  const portable = (await admin('GET', `${from.path}/flows/${id}/portable`)).body;
  const made = await admin('POST', `${to.path}/flows/import`, { ...portable, name: 'Open' });
  const { faults } = (await admin('GET', `${to.path}/flows/${made.body.id}/publish`)).body;
  expect(faults.map(({ nodeId }: { nodeId: string }) => nodeId)).toEqual(
    expect.arrayContaining(['hours', 'desk', 'guard']),
  );
});

test('a partner’s template is available to all of its tenants, and to no other partner', async () => {
  const id = await flowWithSecrets();
  const saved = await admin('POST', `${from.path}/flows/${id}/templates`, {
    name: 'Dentist',
    description: 'One desk.',
  });
  expect(saved, saved.text).toMatchObject({ status: 201, body: { name: 'Dentist', source: 'own' } });
  expect(saved.text).not.toMatch(/canary|5550143/);
  const listIn = async (tenant: TestTenant, call = admin): Promise<FlowTemplate[]> =>
    (await call('GET', `${tenant.path}/flow-templates`)).body.items;
  expect((await listIn(to)).map(({ name }) => name)).toEqual([
    'Dentist',
    'Office hours with a menu',
    'After-hours voicemail',
    'Restaurant',
    'Clinic',
    'Sales and support',
  ]);
  const theirs = await createTenant(stranger, { prefix: 'theirs', extensions: ['101'] });
  expect((await listIn(theirs, stranger)).some(({ source }) => source === 'own')).toBe(false);
  expect((await stranger('DELETE', `${theirs.path}/flow-templates/${saved.body.id}`)).status).toBe(404);
  const tenantAdmin = (await app.user('tenant_admin', { tenantId: to.id })).call;
  expect((await listIn(to, tenantAdmin))[0]?.name).toBe('Dentist');
  expect((await tenantAdmin('DELETE', `${to.path}/flow-templates/${saved.body.id}`)).status).toBe(403);
  expect((await admin('DELETE', `${to.path}/flow-templates/${saved.body.id}`)).status).toBe(204);
  expect((await listIn(to)).some(({ source }) => source === 'own')).toBe(false);
});

test('a packaged template creates a flow that can be published as it is', async () => {
  const [, , third] = ((await admin('GET', `${to.path}/flow-templates`)).body.items as FlowTemplate[]).filter(
    ({ source }) => source === 'packaged',
  );
  if (!third) throw new Error('there is no third template');
  const member = { kind: 'extension', id: to.extensionId('201') };
  const group = await admin('POST', `${to.path}/groups`, { number: '600', name: 'House', members: [member] });
  const mailbox = await admin('POST', `${to.path}/mailboxes`, { number: '800', name: 'Messages' });
  const mine: Record<string, string> = {
    schedule: await scheduleIn(to),
    group: group.body.id,
    mailbox: mailbox.body.id,
  };
  const answers = third.questions.map(({ id, kind }) => ({ question: id, id: mine[kind] ?? null }));
  const made = await admin('POST', `${to.path}/flows/import`, {
    name: 'Bistro',
    number: '500',
    content: third.content,
    answers,
  });
  const { faults } = (await admin('GET', `${to.path}/flows/${made.body.id}/publish`)).body;
  // the speech for its texts is still being made
  expect(faults.filter(({ code }: { code: string }) => code !== 'sound_not_ready')).toEqual([]);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { openFeed } from '../../test/feed.ts';
import { content, node } from '../../test/flow-content.ts';
import { createTenant, type TestTenant } from '../../test/tenants.ts';

let app: TestApp;
let feed: ReturnType<typeof openFeed>;
let admin: ApiUser['call'];
let tenant: TestTenant;

beforeAll(async () => {
  app = await createTestApp();
  feed = openFeed(app);
  admin = (await app.user('partner_admin', { partnerId: await app.partner('Northwind') })).call;
  tenant = await createTenant(admin, { extensions: ['101', '102'] });
});
afterAll(async () => {
  await feed.close();
  await app.close();
});

async function done(method: string, path: string, body?: unknown) {
  const answer = await admin(method, path, body);
  expect(answer.status, `${method} ${path}: ${answer.text}`).toBeLessThan(300);
  return answer.body;
}

let made = 0;
/** Adds numbers and assigns them to the tenant. */
async function assigned(tenantId: string, count: number): Promise<{ id: string; number: string }[]> {
  const numbers = Array.from({ length: count }, () => `+1212556${String(++made).padStart(4, '0')}`);
  const { added } = await done('POST', '/dids', { numbers });
  await done('POST', '/dids/assign-many', { tenantId, didIds: added.map(({ id }: { id: string }) => id) });
  return added;
}

/** Adds a number that is routed to the target. */
async function routed(to: { kind: string; id: string }): Promise<string> {
  const [did] = await assigned(tenant.id, 1);
  await done('PATCH', `${tenant.path}/dids/${did?.id}`, { routing: to });
  return did?.number ?? '';
}

async function publishedFlow(): Promise<string> {
  const { id } = await done('POST', `${tenant.path}/flows`, { name: 'Night' });
  const path = `${tenant.path}/flows/${id}`;
  await done('PUT', `${path}/draft`, { content: content(node('hangUp', 'n1')) });
  const { draft, replaces } = await done('GET', `${path}/publish`);
  await done('POST', `${path}/publish`, { draft, replaces });
  return id;
}

test('a number that loses its destination creates an event, whatever the destination was', async () => {
  const extension = await done('POST', `${tenant.path}/extensions`, {
    number: '120',
    name: 'Hall',
    voicemailEnabled: true,
  });
  const { items: mailboxes } = await done('GET', `${tenant.path}/mailboxes`);
  const group = await done('POST', `${tenant.path}/groups`, {
    number: '600',
    name: 'Sales',
    strategy: 'all',
    members: [{ kind: 'extension', id: tenant.extensionId('101') }],
  });
  const shared = await done('POST', `${tenant.path}/mailboxes`, { number: '800', name: 'Orders' });
  const flowId = await publishedFlow();
  const lost: Record<string, string[]> = {
    [`/extensions/${extension.id}`]: [
      await routed({ kind: 'extension', id: extension.id }),
      await routed({ kind: 'extension', id: extension.id }),
      // its mailbox is deleted with it
      await routed({ kind: 'mailbox', id: mailboxes[0].id }),
    ],
    [`/groups/${group.id}`]: [await routed({ kind: 'group', id: group.id })],
    [`/mailboxes/${shared.id}`]: [await routed({ kind: 'mailbox', id: shared.id })],
    [`/flows/${flowId}`]: [await routed({ kind: 'flow', id: flowId })],
  };
  const other = await routed({ kind: 'extension', id: tenant.extensionId('102') });
  for (const [path, numbers] of Object.entries(lost)) {
    const events = await feed.after(admin, () => done('DELETE', `${tenant.path}${path}`));
    const reroutes = events.filter(({ type }) => type === 'number.routed');
    expect(
      reroutes.map(({ data }) => data),
      path,
    ).toEqual(
      numbers.map((number) => ({ id: expect.any(String), externalId: null, number, routing: { kind: 'none' } })),
    );
    expect(JSON.stringify(events)).not.toContain(other);
  }
});

test('releasing or assigning a number creates one event, and one for its routing', async () => {
  const [one] = await assigned(tenant.id, 1);
  const to = { kind: 'extension', id: tenant.extensionId('101') };
  const events = await feed.after(admin, async () => {
    await done('PATCH', `/dids/${one?.id}`, { externalId: 'crm-1' });
    await done('PATCH', `${tenant.path}/dids/${one?.id}`, { routing: to });
    await done('PATCH', `${tenant.path}/dids/${one?.id}`, { routing: { kind: 'external', number: '+12125550177' } });
    await done('POST', `/dids/${one?.id}/release`);
    await done('POST', `/dids/${one?.id}/assign`, { tenantId: tenant.id });
    await done('POST', `/dids/${one?.id}/release`);
    await app.query(`update dids set released_at = now() - interval '46 days' where id = $1`, [one?.id]);
    // before any of these events is placed
    await done('DELETE', `/dids/${one?.id}`);
  });
  const did = { id: one?.id, number: one?.number, externalId: 'crm-1' };
  expect(events.map(({ type, data, tenantId }) => [type, data, tenantId])).toEqual([
    ['number.routed', { ...did, routing: { ...to, extensionId: to.id } }, tenant.id],
    ['number.routed', { ...did, routing: { kind: 'external', number: '+12125550177' } }, tenant.id],
    ['number.released', did, tenant.id],
    ['number.assigned', did, tenant.id],
    ['number.released', did, tenant.id],
  ]);
});

test('cancelling and reactivating a tenant creates an event for each of its many numbers', async () => {
  const large = await createTenant(admin, { prefix: 'large', extensions: ['101'] });
  const numbers = await assigned(large.id, 120);
  const [first, second] = numbers;
  await done('PATCH', `${large.path}/dids/${second?.id}`, {
    routing: { kind: 'extension', id: large.extensionId('101') },
  });
  const sorted = numbers.map(({ number }) => number).toSorted();
  const cancelled = await feed.after(admin, () => large.cancel());
  const released = cancelled.filter(({ type }) => type === 'number.released');
  expect(released.map(({ data }) => 'number' in data && data.number)).toEqual(sorted);
  expect(cancelled.find(({ type }) => type === 'tenant.cancelled')?.data).toMatchObject({
    releasedNumbers: sorted.slice(0, 100),
    releasedNumbersCount: 120,
  });
  expect(cancelled.map(({ type }) => type)).not.toContain('number.routed');

  await done('POST', `/dids/${first?.id}/assign`, { tenantId: tenant.id, acknowledgeAgeing: true });
  const back = await feed.after(admin, () => done('POST', `${large.path}/reactivate`, {}));
  const assignedAgain = back.filter(({ type }) => type === 'number.assigned');
  expect(assignedAgain.map(({ data }) => 'number' in data && data.number)).toEqual(sorted.slice(1));
  expect(back.filter(({ type }) => type === 'number.routed').map(({ data }) => data)).toMatchObject([
    { number: second?.number, routing: { kind: 'extension', id: large.extensionId('101') } },
  ]);
  expect(back.find(({ type }) => type === 'tenant.reactivated')?.data).toMatchObject({
    restoredNumbersCount: 119,
    lostNumbers: [first?.number],
    lostNumbersCount: 1,
  });
  const sequences = [...cancelled, ...back].filter(({ tenantId }) => tenantId === large.id);
  expect(sequences.map(({ sequence }) => Number(sequence))).toEqual(
    sequences.map((_one, index) => Number(sequences[0]?.sequence) + index),
  );
});

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ApiResponse, type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { content as flowOf, node as plainNode, option } from '../../test/flow-content.ts';
import { createTenant, type TestTenant } from '../../test/tenants.ts';
import { newId } from '../platform/values/ids.ts';

let app: TestApp;
let ann: ApiUser['call'];
let bob: ApiUser['call'];
let tenant: TestTenant;
let path: string;
beforeAll(async () => {
  app = await createTestApp({ settings: { PUBLIC_URL: 'http://pbx.example/' } });
  const partnerId = await app.partner('Partner');
  ann = (await app.user('partner_admin', { partnerId })).call;
  bob = (await app.user('partner_admin', { partnerId })).call;
});
afterAll(() => app.close());
beforeEach(async () => {
  tenant = await createTenant(ann, { extensions: ['101', '102'] });
  path = `${tenant.path}/flows`;
});

const refusal = ({ status, body }: ApiResponse) => `${status} ${body?.code ?? ''}`.trim();

/** A flow that rings an extension and then goes to another flow, or hangs up. */
const content = (name: string, targetFlows: string | null = null, rings = tenant.extensionId('101')) => {
  const exits = { answered: null, noAnswer: 'n2', busy: 'n2', unreachable: 'n2' };
  const target = { kind: 'extension', id: rings };
  return {
    name,
    fallback: { kind: 'message', prompts: [] },
    nodes: [
      { id: 'start', name: 'Start', kind: 'start', exits: { next: 'n1' } },
      { id: 'n1', name: 'Front desk', kind: 'ring', target, ringSeconds: 20, confirm: false, exits },
      targetFlows === null
        ? { id: 'n2', name: 'End', kind: 'hangUp', exits: {} }
        : { id: 'n2', name: 'On', kind: 'goTo', flowId: targetFlows, exits: {} },
    ],
  };
};

const add = async (name = 'Main number', more: object = {}): Promise<string> =>
  (await ann('POST', path, { name, ...more })).body.id;
const save = (id: string, what: object, by = ann, tag?: number) =>
  by('PUT', `${path}/${id}/draft`, { content: what }, tag === undefined ? {} : { 'if-match': `"${tag}"` });
/** Publishes what the preview shows. */
async function publish(id: string, by = ann, more: object = {}): Promise<ApiResponse> {
  const { draft, replaces } = (await by('GET', `${path}/${id}/publish`)).body;
  return by('POST', `${path}/${id}/publish`, { draft, replaces, ...more });
}
async function published(name: string, what: object = content(name)): Promise<string> {
  const id = await add(name);
  await save(id, what);
  const answer = await publish(id);
  expect(answer.status, answer.text).toBe(200);
  return id;
}
const versionsOf = async (id: string) => (await ann('GET', `${path}/${id}/versions`)).body.items;

test('can be found by its name, with or without a number, and by its number', async () => {
  await add('Main number');
  await add('Night', { number: '500' });
  const found = async (search: string) =>
    (await ann('GET', `${path}?search=${search}`)).body.items.map(({ name }: { name: string }) => name);
  expect(await found('main')).toEqual(['Main number']);
  expect(await found('500')).toEqual(['Night']);
});

test('begins as a draft, goes live when published, and then has no draft', async () => {
  const id = await add('Main number', { number: '500' });
  expect((await ann('GET', `${path}/${id}`)).body).toMatchObject({ number: '500', published: null, hasDraft: true });
  expect((await ann('GET', `${path}?published=true`)).body).toMatchObject({ total: 0 });
  await save(id, content('Main number'));
  const answer = await publish(id, bob, { note: 'First' });
  expect(answer).toMatchObject({ status: 200, body: { published: { number: 1 }, hasDraft: false } });
  expect((await ann('GET', `${path}/${id}/draft`)).body).toMatchObject({ base: 1, isChanged: false, editors: [] });
  expect(await versionsOf(id)).toMatchObject([{ number: 1, note: 'First', isPublished: true, restores: null }]);
  expect((await ann('GET', `${path}?published=true`)).body).toMatchObject({ total: 1 });
  expect(refusal(await publish(id))).toBe('409 flow_unchanged');
  const [event] = await app.query<{ after: any }>(
    "select after from audit_events where target_id = $1 and action = 'flow.published'",
    [id],
  );
  expect(event?.after).toMatchObject({ version: 1, changed: ['Start: added', 'Front desk: added', 'End: added'] });
});

test('when two users edit at once, neither loses changes', async () => {
  const id = await add();
  const first = await save(id, content('Ann’s'), ann, 1);
  expect(first.body).toMatchObject({ version: 2 });
  const late = await save(id, content('Bob’s'), bob, 1);
  expect(late).toMatchObject({ status: 412, body: { code: 'stale_version', version: 2 } });
  expect((await ann('GET', `${path}/${id}/draft`)).body.content.name).toBe('Ann’s');
  // only a change of the content makes a copy stale
  await ann('PATCH', `${path}/${id}`, { number: '500' });
  expect((await save(id, content('Ann’s'), bob, 2)).body).toMatchObject({ version: 2 });
  expect((await save(id, content('Bob’s'), bob, 2)).body).toMatchObject({ version: 3, editors: { length: 2 } });
});

test('publishing names whose edits go live, and refuses a stale draft or version', async () => {
  const id = await published('Main number');
  await save(id, content('Other name'), bob);
  const seen = (await ann('GET', `${path}/${id}/publish`)).body;
  expect(seen).toMatchObject({ replaces: 1, editors: [expect.any(String)], faults: [] });
  expect(seen.changes).toEqual([{ nodeId: null, name: 'Other name', change: 'changed', fields: ['name'] }]);
  await save(id, content('Third name'), bob);
  const asSeen = { draft: seen.draft, replaces: seen.replaces };
  expect(refusal(await ann('POST', `${path}/${id}/publish`, asSeen))).toBe('412 stale_version');
  const [version] = await versionsOf(id);
  await ann('POST', `${path}/${id}/versions/${version.id}/restore`, {});
  const stale = await ann('POST', `${path}/${id}/publish`, { draft: seen.draft + 1, replaces: 1 });
  expect(stale).toMatchObject({ status: 409, body: { code: 'flow_replaced', published: 2 } });
});

test('warns of an extension that can be dialled in menus and begins with one of their keys, but can be published', async () => {
  await ann('PATCH', `${tenant.path}/extensions/${tenant.extensionId('101')}`, { inMenus: true });
  const menu = plainNode('menu', 'm', {
    directDial: true,
    prompts: [],
    options: [option('1', 'end')],
    exits: { noInput: 'end', wrongInput: 'end' },
  });
  const id = await add();
  await save(id, flowOf(menu, plainNode('hangUp', 'end')));
  const warned = () => ann('GET', `${path}/${id}/publish`).then(({ body }) => body.warnings);
  expect(await warned()).toMatchObject([
    { nodeId: 'm', code: 'slow_digits', message: expect.stringContaining('extension 101 begins with it') },
  ]);
  await ann('PATCH', `${tenant.path}/extensions/${tenant.extensionId('101')}`, { inMenus: false });
  expect(await warned()).toEqual([]);
});

test('a webhook step names no server of this service, as webhooks don’t', async () => {
  const id = await add();
  const faults = async (url: string) => {
    const exits = { done: 'end', failed: 'end' };
    await save(id, flowOf(plainNode('webhook', 'w', { url, exits }), plainNode('hangUp', 'end')));
    return (await ann('GET', `${path}/${id}/publish`)).body.faults;
  };
  expect(await faults('https://pbx.example/api/v1/tenants')).toMatchObject([{ nodeId: 'w', code: 'address_refused' }]);
  expect(await faults('https://crm.pbx.example/')).toEqual([]);
});

test('a flow with something missing can’t be published, and the refusal names the node', async () => {
  const id = await add();
  await save(id, content('Main number', null, newId()));
  const answer = await publish(id);
  expect(answer).toMatchObject({ status: 422, body: { code: 'flow_faults', errors: [{ path: 'nodes.n1' }] } });
  const other = await createTenant(ann, { extensions: ['101'] });
  await save(id, content('Main number', null, other.extensionId('101')));
  expect(refusal(await publish(id))).toBe('422 flow_faults');
  await save(id, { ...content('Main number'), nodes: content('Main number').nodes.slice(0, 2) });
  expect((await publish(id)).body.errors).toMatchObject([
    { path: 'nodes.n1.exits.noAnswer' },
    { path: 'nodes.n1.exits.busy' },
    { path: 'nodes.n1.exits.unreachable' },
  ]);
});

test('a loop through another flow is refused, but an existing fault in another flow isn’t', async () => {
  const [a, b] = [await published('A'), await published('B')];
  /** A flow that goes straight to another flow, without anyone who could answer in between. */
  const straightTo = (name: string, to: string) => ({
    ...content(name),
    nodes: [
      { id: 'start', name: 'Start', kind: 'start', exits: { next: 'n2' } },
      { id: 'n2', name: 'On', kind: 'goTo', flowId: to, exits: {} },
    ],
  });
  await save(a, straightTo('A', b));
  expect((await publish(a)).status).toBe(200);
  await save(b, straightTo('B', a));
  expect(await publish(b)).toMatchObject({ status: 422, body: { code: 'flow_faults' } });
  // B loses its extension, and A can still be fixed
  await save(b, content('B', null, tenant.extensionId('102')));
  expect((await publish(b)).status).toBe(200);
  await ann('DELETE', `${tenant.path}/extensions/${tenant.extensionId('102')}`);
  await save(a, content('A', b));
  expect((await publish(a)).status).toBe(200);
});

test('a version is restored with all of its settings under a new number, unless it refers to something deleted', async () => {
  const id = await published('Main number', content('Main number', null, tenant.extensionId('102')));
  const fallback = { kind: 'extension', id: tenant.extensionId('101') };
  await save(id, { ...content('Other name'), fallback });
  await publish(id);
  await save(id, content('Draft'));
  const [second, first] = await versionsOf(id);
  const restored = await ann('POST', `${path}/${id}/versions/${first.id}/restore`, { note: 'Back' });
  expect(restored.body).toMatchObject({ name: 'Main number', published: { number: 3 }, hasDraft: true });
  const [third] = await versionsOf(id);
  expect(third).toMatchObject({ number: 3, restores: 1, note: 'Back', isPublished: true });
  const contentOf = async (version: { id: string }) =>
    (await ann('GET', `${path}/${id}/versions/${version.id}`)).body.content;
  expect(await contentOf(third)).toEqual(await contentOf(first));
  expect((await ann('GET', `${path}/${id}/draft`)).body.content.name).toBe('Draft');
  await ann('POST', `${path}/${id}/versions/${second.id}/restore`, {});
  await ann('DELETE', `${tenant.path}/extensions/${tenant.extensionId('102')}`);
  const gone = await ann('POST', `${path}/${id}/versions/${first.id}/restore`, {});
  expect(gone).toMatchObject({ status: 422, body: { code: 'flow_faults', errors: [{ path: 'nodes.n1' }] } });
});

test('discarding the draft returns to the published version', async () => {
  const id = await add();
  expect(refusal(await ann('DELETE', `${path}/${id}/draft`))).toBe('409 flow_unchanged');
  await save(id, content('Main number'));
  await publish(id);
  const saved = await save(id, content('Draft'));
  expect((await ann('DELETE', `${path}/${id}/draft`)).status).toBe(204);
  const draft = (await ann('GET', `${path}/${id}/draft`)).body;
  expect(draft).toMatchObject({ content: { name: 'Main number' }, isChanged: false });
  // a page that still shows the discarded draft can't restore it by accident
  expect(refusal(await save(id, content('Draft'), bob, saved.body.version))).toBe('412 stale_version');
});

test('calls go only to published flows, and deleting a flow names and clears what leads to it', async () => {
  const { body } = await ann('POST', '/dids', { numbers: ['+12125550147'] });
  const did = `${tenant.path}/dids/${body.added[0].id}`;
  await ann('POST', `/dids/${body.added[0].id}/assign`, { tenantId: tenant.id });
  const id = await add('Main number', { number: '500' });
  expect(await ann('PATCH', did, { routing: { kind: 'flow', id } })).toMatchObject({
    status: 422,
    body: { errors: [{ path: 'routing.id' }] },
  });
  await save(id, content('Main number'));
  await publish(id);
  expect((await ann('PATCH', did, { routing: { kind: 'flow', id } })).body).toMatchObject({
    routing: { kind: 'flow', id },
  });
  const other = await published('Other', content('Other', id));
  const members = [{ kind: 'extension', id: tenant.extensionId('101') }];
  const group = await ann('POST', `${tenant.path}/groups`, {
    number: '600',
    name: 'Sales',
    members,
    fallback: { kind: 'flow', id },
  });
  expect(group.status).toBe(201);
  const uses = async (kind: string, of: string) =>
    (await ann('GET', `${tenant.path}/destination-uses?kind=${kind}&id=${of}`)).body.items;
  expect(await uses('flow', id)).toEqual([
    { kind: 'number', name: '+12125550147' },
    { kind: 'fallback', name: '600 Sales' },
    { kind: 'flow', name: 'Other' },
  ]);
  expect(await uses('extension', tenant.extensionId('101'))).toContainEqual({ kind: 'flow', name: '500 Main number' });
  expect(refusal(await ann('POST', `${tenant.path}/extensions`, { number: '500', name: 'Desk' }))).toBe(
    '409 number_taken',
  );
  expect((await ann('DELETE', `${path}/${id}`)).status).toBe(204);
  expect(
    (await ann('GET', did)).body.routing ?? (await ann('GET', `${tenant.path}/dids`)).body.items[0].routing,
  ).toEqual({ kind: 'none' });
  expect((await ann('GET', `${path}/${other}`)).status).toBe(200);
  expect(refusal(await ann('GET', `${path}/${id}`))).toBe('404 not_found');
});

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../../test/app.ts';
import { content, node } from '../../../test/flow-content.ts';
import { createTenant, type TestTenant } from '../../../test/tenants.ts';
import { newId } from '../../platform/values/ids.ts';

let app: TestApp;
let ann: ApiUser['call'];
let bob: ApiUser['call'];
let tenant: TestTenant;
let flow: string;
let mediaId: string;

beforeAll(async () => {
  app = await createTestApp();
  const partnerId = await app.partner('Partner');
  ann = (await app.user('partner_admin', { partnerId })).call;
  bob = (await app.user('partner_admin', { partnerId })).call;
});
afterAll(() => app.close());
beforeEach(async () => {
  tenant = await createTenant(ann, { extensions: ['101'] });
  flow = `${tenant.path}/flows/${(await ann('POST', `${tenant.path}/flows`, { name: 'Main number' })).body.id}`;
  mediaId = newId();
  await soundBecomes('early');
});

const HASHES = { early: 'a'.repeat(64), late: 'b'.repeat(64) };
/** Replaces the file of the library's sound. */
async function soundBecomes(file: keyof typeof HASHES): Promise<void> {
  const hash = HASHES[file];
  await app.query(
    `insert into media_files (tenant_id, hash, milliseconds, bytes) values ($1, $2, 1000, 16000) on conflict do nothing`,
    [tenant.id, hash],
  );
  await app.query(
    `insert into media (id, tenant_id, name, source, hash) values ($1, $2, 'Greeting', 'upload', $3)
     on conflict (id) do update set hash = excluded.hash`,
    [mediaId, tenant.id, hash],
  );
}
const greeting = (name = 'Main number') => ({
  ...content(
    node('play', 'hello', { prompts: [{ kind: 'media', mediaId }], exits: { next: 'end' } }),
    node('hangUp', 'end'),
  ),
  name,
});
const draft = async () => (await ann('GET', `${flow}/draft`)).body;
const save = (body: object, by = ann, tag?: number) =>
  by('PUT', `${flow}/draft`, body, tag === undefined ? {} : { 'if-match': `"${tag}"` });
async function publish() {
  const { draft: version, replaces } = (await ann('GET', `${flow}/publish`)).body;
  const answer = await ann('POST', `${flow}/publish`, { draft: version, replaces });
  expect(answer.status, answer.text).toBe(200);
}
const versions = async () => (await ann('GET', `${flow}/versions`)).body.items;
const played = async () =>
  (
    await app.query<{ hash: string }>(
      `select m.hash from flow_version_media m join flow_versions v on v.id = m.version_id
       where v.tenant_id = $1 order by v.number`,
      [tenant.id],
    )
  ).map(({ hash }) => (hash === HASHES.early ? 'early' : 'late'));

test('a restored version plays its own sounds, not the library’s current ones', async () => {
  await save({ content: greeting() });
  await publish();
  await soundBecomes('late');
  await save({ content: greeting('Other') });
  await publish();
  expect(await played()).toEqual(['early', 'late']);
  const first = (await versions()).at(-1);
  await ann('POST', `${flow}/versions/${first.id}/restore`, {});
  expect(await played()).toEqual(['early', 'late', 'early']);
});

test('a version restored into the draft does the same, until a user takes the library’s sounds', async () => {
  await save({ content: greeting() });
  await publish();
  await soundBecomes('late');
  expect((await save({ content: greeting(), restores: 1 })).body).toMatchObject({ restores: 1, isChanged: true });
  // a page that omits the field doesn't change it
  await save({ content: greeting('Edited') });
  await publish();
  expect(await versions()).toMatchObject([
    { number: 2, restores: 1 },
    { number: 1, restores: null },
  ]);
  expect(await draft()).toMatchObject({ restores: null });
  await save({ content: greeting('Again'), restores: 1 });
  await save({ content: greeting('Again'), restores: null });
  await publish();
  expect(await played()).toEqual(['early', 'early', 'late']);
});

test('only a version of the same flow can be restored into its draft', async () => {
  expect(await save({ content: greeting(), restores: 7 })).toMatchObject({
    status: 422,
    body: { code: 'invalid', errors: [{ path: 'restores' }] },
  });
});

test('the list says what each version changed', async () => {
  await save({ content: greeting() });
  await publish();
  await save({
    content: {
      ...greeting(),
      nodes: greeting().nodes.map((one) => (one.id === 'end' ? { ...one, name: 'Bye' } : one)),
    },
  });
  await publish();
  expect(await versions()).toMatchObject([
    { changes: [{ nodeId: 'end', name: 'Bye', change: 'changed', fields: ['name'] }] },
    { changes: [{ change: 'added' }, { change: 'added' }, { change: 'added' }] },
  ]);
});

test('positions of cards are stored apart from the draft: moving them makes no copy stale, and publishing doesn’t remove them', async () => {
  await save({ content: greeting() });
  const { version } = await draft();
  const placed = { hello: { x: 320, y: 64 }, gone: { x: 1, y: 1 } };
  expect((await save({ content: greeting(), positions: placed }, bob, version)).body).toMatchObject({
    version,
    positions: { hello: { x: 320, y: 64 } },
    editors: { length: 1 },
  });
  await save({ content: greeting('Other') }, ann, version);
  await publish();
  expect(await draft()).toMatchObject({ isChanged: false, positions: { hello: { x: 320, y: 64 } } });
  await save({ content: greeting('Other'), positions: {} });
  expect(await draft()).toMatchObject({ isChanged: false, positions: {} });
});

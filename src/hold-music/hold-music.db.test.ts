import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { addMedia, convertAs, SOME_HASH } from '../../test/media.ts';
import { createTenant, type TestTenant } from '../../test/tenants.ts';
import { ownHoldMusic } from './hold-music.ts';

let app: TestApp;
let admin: ApiUser['call'];
let shop: TestTenant;
let stranger: TestTenant;

beforeAll(async () => {
  app = await createTestApp();
  admin = (await app.user('partner_admin', { partnerId: await app.partner('Northwind') })).call;
  shop = await createTenant(admin, { prefix: 'bakery', extensions: ['101'] });
  stranger = await createTenant(admin, { prefix: 'garage', extensions: ['101'] });
});
afterAll(() => app.close());

const read = async () => (await admin('GET', `${shop.path}/hold-music`)).body;
const choose = (mediaId: string | null) => admin('PUT', `${shop.path}/hold-music`, { mediaId });
/** What Asterisk reads for a phone: the music class of callers whom it puts on hold, and its own. */
const atAsterisk = (prefix: string) =>
  app.query(
    `select moh_suggest as others, substring(set_var from 'CHANNEL\\(musicclass\\)=([^;]*)') as self from asterisk.ps_endpoints where id = $1`,
    [`${prefix}-101`],
  );

test('is the packaged music until a sound is chosen, and then that sound, only for this tenant', async () => {
  expect(await read()).toEqual({ mediaId: null, version: 0 });
  const mediaId = await addMedia(app, shop.id, 'Waltz');
  expect((await choose(mediaId)).body).toEqual({ mediaId, version: 1 });
  expect(await atAsterisk('bakery')).toEqual([{ others: shop.id, self: shop.id }]);
  expect(await atAsterisk('garage')).toEqual([{ others: 'default', self: 'default' }]);
  expect(await ownHoldMusic(app.db)).toEqual([{ tenantId: shop.id, hash: SOME_HASH }]);
  const { items } = (await admin('GET', `${shop.path}/audit-events?limit=200`)).body;
  expect(items.find(({ action }: { action: string }) => action === 'hold_music.chosen')).toMatchObject({
    before: { sound: null },
    after: { sound: 'Waltz' },
  });
});

test('can’t be another tenant’s sound, or one that isn’t converted yet', async () => {
  const foreign = await addMedia(app, stranger.id, 'Theirs');
  expect((await choose(foreign)).body).toMatchObject({ code: 'invalid', errors: [{ path: 'mediaId' }] });
  const converting = await addMedia(app, shop.id, 'Not yet', null);
  expect((await choose(converting)).status).toBe(422);
  await convertAs(app, shop.id, converting, SOME_HASH);
  expect((await choose(converting)).status).toBe(200);
});

test('is listed in the library as a use of the sound, and is the packaged music again once that is deleted', async () => {
  const mediaId = await addMedia(app, shop.id, 'Foxtrot');
  const { version } = (await choose(mediaId)).body;
  const { uses } = (await admin('GET', `${shop.path}/media/${mediaId}`)).body;
  expect(uses).toEqual([{ kind: 'hold_music', id: shop.id, name: 'Hold music' }]);
  expect((await admin('DELETE', `${shop.path}/media/${mediaId}`)).status).toBe(204);
  expect(await read()).toEqual({ mediaId: null, version: version + 1 });
  expect(await atAsterisk('bakery')).toEqual([{ others: 'default', self: 'default' }]);
  expect(await ownHoldMusic(app.db)).toEqual([]);
});

test('is removed from Asterisk when the tenant is cancelled', async () => {
  await choose(await addMedia(app, shop.id, 'Tango'));
  expect(await ownHoldMusic(app.db)).toHaveLength(1);
  await shop.cancel();
  expect(await ownHoldMusic(app.db)).toEqual([]);
});

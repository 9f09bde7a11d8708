import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Call } from '../../sip/call.ts';
import { openPhone, type Phone, openRegisteredPhone } from '../../sip/phone.ts';
import { createTenant } from '../../tenants.ts';
import { until } from '../../until.ts';
import type { ApiUser } from '../api-user.ts';
import { CARLA, NORA, tenantId } from '../demo.ts';
import { printDuration, printLogsIfFailed } from '../diagnostics.ts';
import { type Product, startProduct } from '../product.ts';
import { AT_ONCE_MS, talk, talkFor } from '../talk.ts';

let product: Product;
let nora: ApiUser;

beforeAll(async () => {
  product = await startProduct();
  nora = await product.signIn(NORA);
});
afterEach(({ task }) => printLogsIfFailed(task, product));
afterAll(() => product?.[Symbol.asyncDispose]());

/** A new tenant with two registered phones, 101 and 102. */
async function twoPhones() {
  const tenant = await createTenant(nora.ask, { extensions: ['101', '102'] });
  await using opening = new AsyncDisposableStack();
  const open = async (number: string): Promise<Phone> =>
    opening.use(await openRegisteredPhone({ ...(await tenant.credentials(number)), server: product.sip }));
  const [ada, bob] = [await open('101'), await open('102')];
  const phones = opening.move();
  return { ...tenant, ada, bob, [Symbol.asyncDispose]: () => phones.disposeAsync() };
}

/** A caller of a suspended tenant hears the announcement, unanswered, and gets 403. */
async function expectInterrupted(call: Call) {
  await call.hears('sound');
  const result = await call.ended;
  expect(result).toMatchObject({ finalStatus: 403, answered: false, earlyMedia: true });
  expect(result.reasons.join()).toContain('cause=21');
  return result;
}

const liveCalls = async (path: string) => (await nora.get(`${path}/live-calls`)).items;

test('two phones register as soon as their extensions exist, and call each other', async () => {
  const tenant = await nora.post('/tenants', { name: 'Bookshop', sipPrefix: 'bookshop', status: 'ACTIVE' });
  await using resources = new AsyncDisposableStack();
  const phones: Phone[] = [];
  for (const number of ['101', '102']) {
    const extension = await nora.post(`/tenants/${tenant.id}/extensions`, { number, name: number });
    const created = performance.now();
    const one = resources.use(await product.openPhone(nora, tenant.id, number));
    expect(await one.register()).toMatchObject({ finalStatus: 200, statuses: [401, 200] });
    printDuration(
      'from 201 of an extension to 200 of its REGISTER, with reading its credentials',
      performance.now() - created,
    );
    expect(extension.sipUsername).toBe(`bookshop-${number}`);
    phones.push(one);
  }
  const [ada, bob] = phones as [Phone, Phone];
  const { call, taken } = await talk(ada, bob, '102');
  const since = Date.now();
  await talkFor(1000, since, call, taken);
  expect(await liveCalls(`/tenants/${tenant.id}`)).toMatchObject([{ direction: 'internal', from: '101', to: '102' }]);
  const [atAda, atBob] = [await call.hangUp(), await taken.ended];
  printDuration('from INVITE to 200 between two phones', atAda.setupMs);
  expect(atAda).toMatchObject({ answered: true, endedBy: 'us', reinvites: 0 });
  expect(atBob).toMatchObject({ answered: true, endedBy: 'them', reinvites: 0 });
  for (const [{ heard }, tone] of [
    [atAda, 620],
    [atBob, 440],
  ] as const) {
    expect(heard.tones).toEqual([expect.closeTo(tone, -1)]);
    expect(heard.packets).toBeGreaterThan(50);
    expect(heard.jumps).toEqual({ ssrc: 0, sequence: 0 });
  }
  // a tone sent at -13 dB arrives as loud, except for the first moments
  for (const side of [call, taken]) expect(side.heard(since).dbfs).toBeCloseTo(-13, -1);
  const history = await until('the call in the history', async () => {
    const { items } = await nora.get(`/tenants/${tenant.id}/calls`);
    return items.length > 0 && items;
  });
  expect(history).toMatchObject([{ direction: 'internal', from: '101', to: '102', outcome: 'answered' }]);
});

test('the callee sees the caller’s extension and name', async () => {
  await using shop = await twoPhones();
  const atBob = shop.bob.listen({ answerAfterMs: 'never' });
  const call = shop.ada.call('102');
  expect((await atBob.nextCall()).from).toMatchObject({ name: 'Phone 101', number: '101' });
  await call.hangUp();
});

test('editing the tenant during a call does not disturb it', async () => {
  await using shop = await twoPhones();
  const { call, taken } = await talk(shop.ada, shop.bob, '102');
  const since = Date.now();
  await nora.patch(shop.path, {
    name: 'Renamed',
    billingEmail: 'new@shop.example',
    defaultCnam: 'RENAMED',
    timezone: 'Europe/Vienna',
    status: 'ACTIVE',
    e911Address: { street: '1 Main St', city: 'Albany', state: 'NY', postalCode: '12207', country: 'US' },
  });
  const { items } = await nora.get(`${shop.path}/extensions`);
  await nora.patch(`${shop.path}/extensions/${items[0].id}`, { name: 'Renamed too', ringSeconds: 40 });
  await talkFor(1500, since, call, taken);
  for (const side of [call, taken]) {
    const heard = side.heard(since);
    expect(heard.parts).toHaveLength(1);
    expect(heard.packets).toBeGreaterThan(60);
    expect(heard.jumps).toEqual({ ssrc: 0, sequence: 0 });
  }
  expect(await call.hangUp()).toMatchObject({ endedBy: 'us', reinvites: 0 });
  expect(await taken.ended).toMatchObject({ reinvites: 0 });
});

test('suspending a tenant ends its calls and refuses new ones with 403 and an announcement; they connect once it is ACTIVE again', async () => {
  await using shop = await twoPhones();
  const { call, taken } = await talk(shop.ada, shop.bob, '102');
  await nora.patch(shop.path, { status: 'SUSPENDED' });
  const answered = Date.now();
  for (const side of [call, taken]) {
    const { endedAt, endedBy } = await side.ended;
    expect(endedBy).toBe('them');
    expect(endedAt - answered).toBeLessThan(AT_ONCE_MS);
    printDuration('from the answer to a suspension to the end of a call', endedAt - answered);
  }
  await until('no live call', async () => (await liveCalls(shop.path)).length === 0);

  const atBob = shop.bob.listen();
  await Promise.all([shop.ada.call('102'), shop.bob.call('101')].map(expectInterrupted));
  expect(atBob.calls).toHaveLength(0);
  const refused = await nora.ask('POST', `${shop.path}/extensions`, { number: '103', name: 'Third' });
  expect(refused).toMatchObject({ status: 409, body: { code: 'tenant_suspended' } });
  expect(refused.body.detail).toMatch(/suspended/);
  expect(await nora.get(shop.path)).toMatchObject({ status: 'SUSPENDED', extensionsCount: 2 });
  expect((await nora.get(`${shop.path}/summary`)).registeredPhones).toBe(2);

  await nora.patch(shop.path, { status: 'ACTIVE' });
  const again = await talk(shop.ada, shop.bob, '102');
  expect(await again.call.hangUp()).toMatchObject({ answered: true });
});

test('cancelling a tenant unregisters its phones and refuses them with 401, even for 911, until it is reactivated', async () => {
  await using shop = await twoPhones();
  const { call } = await talk(shop.ada, shop.bob, '102');
  expect(await nora.ask('PATCH', shop.path, { status: 'CANCELLED' })).toMatchObject({
    status: 422,
    body: { code: 'name_mismatch' },
  });
  const { name } = await nora.get(shop.path);
  await nora.post(`${shop.path}/cancel`, { confirmName: name });
  const answered = Date.now();
  expect((await call.ended).endedAt - answered).toBeLessThan(AT_ONCE_MS);
  expect((await nora.get(`${shop.path}/summary`)).registeredPhones).toBe(0);

  expect((await shop.ada.register()).finalStatus).toBe(401);
  const calls = [shop.ada.call('102'), shop.ada.call('911'), shop.bob.call('101')];
  for (const each of calls) expect(await each.ended).toMatchObject({ finalStatus: 401, answered: false });
  const refused = await nora.ask('POST', `${shop.path}/extensions`, { number: '103', name: 'Third' });
  expect(refused).toMatchObject({ status: 409, body: { code: 'tenant_cancelled' } });

  await nora.post(`${shop.path}/reactivate`);
  for (const each of [shop.ada, shop.bob]) expect((await each.register()).finalStatus).toBe(200);
  const again = await talk(shop.ada, shop.bob, '102');
  expect(await again.call.hangUp()).toMatchObject({ answered: true });
});

test('deleting an extension and changing a password take effect at once', async () => {
  await using shop = await twoPhones();
  const { items } = await nora.get(`${shop.path}/extensions`);
  const path = `${shop.path}/extensions/${items[1].id}`;
  await nora.post(`${path}/credentials`);
  expect((await shop.bob.register()).finalStatus).toBe(401);
  expect((await shop.ada.call('102').ended).finalStatus).toBe(480);
  await using changed = await product.openPhone(nora, shop.id, '102');
  expect((await changed.register()).finalStatus).toBe(200);
  await nora.delete(path);
  expect((await changed.register()).finalStatus).toBe(401);
  expect((await changed.call('101').ended).finalStatus).toBe(401);
});

test('no call reaches another tenant, by number, by SIP username or by a forged From', async () => {
  await using shop = await twoPhones();
  const carla = await product.signIn(CARLA);
  const florist = await tenantId(carla, 'florist');
  await using stranger = await product.openRegisteredPhone(carla, florist, '101');
  const atStranger = stranger.listen();
  const atAda = shop.ada.listen({ hangUpAfterMs: 0 });

  // 101 is the extension of the caller's own tenant
  expect(await shop.bob.call('101').ended).toMatchObject({ answered: true });
  expect(atAda.calls).toHaveLength(1);
  await using bakery = await product.openRegisteredPhone(nora, await tenantId(nora, 'bakery'), '103');
  const unknown = [shop.bob.call('103'), shop.bob.call('bakery-103'), shop.bob.call('florist-101'), bakery.call('201')];
  for (const each of unknown) expect(await each.ended).toMatchObject({ finalStatus: 404, answered: false });

  // another tenant's SIP username with the own password, or with none
  const { sipPassword } = await carla.get(
    `/tenants/${florist}/extensions/${(await carla.get(`/tenants/${florist}/extensions`)).items[0].id}/credentials`,
  );
  await using thief = await openPhone({
    sipUsername: `${shop.prefix}-101`,
    password: sipPassword,
    server: product.sip,
  });
  expect((await thief.register()).finalStatus).toBe(401);
  expect((await thief.call('102').ended).finalStatus).toBe(401);
  await using nobody = await openPhone({ sipUsername: 'nobody', password: 'guess', server: product.sip });
  expect((await nobody.call('102').ended).finalStatus).toBe(401);
  expect((await nobody.call('911').ended).finalStatus).toBe(401);
  expect(atStranger.calls).toHaveLength(0);
  expect(atAda.calls).toHaveLength(1);
});

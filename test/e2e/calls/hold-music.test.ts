import fs from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { narrowFile, wideFile } from '../../../src/media/rules.ts';
import { openStorage } from '../../../src/platform/db/storage.ts';
import { addTone } from '../../media.ts';
import type { Carrier } from '../../sip/carrier.ts';
import { type CallLine, callFrom, notified, ringAt, transferEnded } from '../../sip/desk-phone.ts';
import type { RawPhone } from '../../sip/raw-phone.ts';
import { until } from '../../until.ts';
import {
  type CallControlFixture,
  openCallControlFixture,
  type TenantWithPhones,
  type TestTrunk,
} from '../call-control-fixture.ts';
import { TONES } from '../talk.ts';

const NUMBER = '+12025550140';
/** The tenants' music, in Hz; no phone sends these tones. */
const WALTZ = 1000;
const TANGO = 1500;

let fixture: CallControlFixture;
let shop: TenantWithPhones;
let garage: TenantWithPhones;
let carrier: Carrier & TestTrunk;
let ada: RawPhone;
let bob: RawPhone;
let gus: RawPhone;
let gwen: RawPhone;

beforeAll(async () => {
  fixture = await openCallControlFixture();
  shop = await fixture.addTenant('bakery', ['101', '102']);
  garage = await fixture.addTenant('garage', ['101', '102']);
  carrier = await fixture.addCarrier('North');
  await shop.addNumber(NUMBER, '102');
  [ada, bob] = await Promise.all([shop.openRawPhone('101'), shop.openRawPhone('102')]);
  [gus, gwen] = await Promise.all([garage.openRawPhone('101'), garage.openRawPhone('102')]);
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(fixture.control.output().slice(-20_000));
  [ada, bob, gus, gwen].forEach((phone) => phone.clearUnread());
  await fixture.callsToEnd();
});
afterAll(async () => {
  for (const each of [ada, bob, gus, gwen, carrier, fixture]) await each?.[Symbol.asyncDispose]();
});

/** Sets a tone as the tenant's hold music, and waits until Asterisk has it. Returns the hash of the sound. */
async function play(tenant: TenantWithPhones, hz: number): Promise<string> {
  const { mediaId, hash } = await addTone(fixture.app, openStorage(fixture.folder), tenant.id, hz);
  await choose(tenant, mediaId);
  await until('Asterisk’s class', async () => classes().includes(`${tenant.id}-${hash}`));
  return hash;
}
async function choose(tenant: TenantWithPhones, mediaId: string | null): Promise<void> {
  const { status, body } = await fixture.ask('PUT', `${tenant.path}/hold-music`, { mediaId });
  if (status !== 200) throw new Error(JSON.stringify(body));
}
const classes = () => fs.readFileSync(path.join(fixture.folder, 'music/classes.conf'), 'utf8');

/** A call between two phones of a tenant; extension 102 is called. */
async function talk(caller: RawPhone, callee: RawPhone): Promise<{ atCaller: CallLine; atCallee: CallLine }> {
  const calling = callFrom(caller, '102', TONES.caller);
  const atCallee = await (await ringAt(callee)).answer(TONES.callee);
  const atCaller = await calling;
  await Promise.all([atCaller.media.hears(TONES.callee), atCallee.media.hears(TONES.caller)]);
  return { atCaller, atCallee };
}
async function hangUp({ atCaller, atCallee }: { atCaller: CallLine; atCallee: CallLine }): Promise<void> {
  expect(await atCaller.bye()).toBe(200);
  await atCallee.ended();
  for (const line of [atCaller, atCallee]) await line[Symbol.asyncDispose]();
}
/** Listens for two and a half seconds, and returns what was heard. */
async function heardNow({ media }: Pick<CallLine, 'media'>) {
  const since = Date.now();
  await until('sound', () => media.heard(since).packets >= 125);
  const { tones, parts } = media.heard(since);
  return { tones, others: parts.filter(({ kind, ms }) => kind === 'sound' && ms > 200).length };
}

test('a caller on hold hears only the tenant’s music, and another tenant’s caller hears the packaged music', async () => {
  await play(shop, WALTZ);
  await play(garage, TANGO);
  await choose(garage, null);
  await until('the packaged music', async () => !classes().includes(garage.id));
  const [here, there] = [await talk(ada, bob), await talk(gus, gwen)];
  expect(await here.atCallee.hold()).toBe(200);
  expect(await there.atCallee.hold()).toBe(200);
  await Promise.all([here.atCaller.media.hears(WALTZ), there.atCaller.media.hears('sound')]);
  const [own, packaged] = await Promise.all([heardNow(here.atCaller), heardNow(there.atCaller)]);
  expect(own).toEqual({ tones: [WALTZ], others: 0 });
  expect(packaged.tones).not.toContain(WALTZ);
  expect(packaged.tones).not.toContain(TANGO);
  expect(await here.atCallee.resume()).toBe(200);
  await here.atCaller.media.hears(TONES.callee);
  await hangUp(here);
  await hangUp(there);
});

test('two tenants with their own music each hear it at the same time', async () => {
  await play(shop, WALTZ);
  await play(garage, TANGO);
  const [here, there] = [await talk(ada, bob), await talk(gus, gwen)];
  for (const { atCaller } of [here, there]) expect(await atCaller.hold()).toBe(200);
  await Promise.all([here.atCallee.media.hears(WALTZ), there.atCallee.media.hears(TANGO)]);
  expect(await heardNow(here.atCallee)).toEqual({ tones: [WALTZ], others: 0 });
  expect(await heardNow(there.atCallee)).toEqual({ tones: [TANGO], others: 0 });
  await hangUp(here);
  await hangUp(there);
});

test('an outside caller hears it on hold and when parked, and new music starts with the next hold, without a gap in this one', async () => {
  await play(shop, WALTZ);
  const call = carrier.callIn(NUMBER, { server: fixture.sip, from: '+13015550177', tone: TONES.caller });
  const atBob = await (await ringAt(bob)).answer(TONES.callee);
  await call.hears(TONES.callee);
  expect(await atBob.hold()).toBe(200);
  await call.hears(WALTZ);
  const since = Date.now();
  await play(shop, TANGO);
  await until('two seconds of it', () => call.heard(since).packets >= 100);
  expect(call.heard(since).tones).toEqual([WALTZ]);
  expect(await atBob.resume()).toBe(200);
  await call.hears(TONES.callee);
  expect(await atBob.hold()).toBe(200);
  await call.hears(TANGO);
  expect(await atBob.resume()).toBe(200);
  expect(await atBob.refer('70')).toBe(202);
  expect(await notified(bob)).toContain('100');
  await transferEnded(bob);
  expect(await atBob.bye()).toBe(200);
  await call.hears(TANGO);
  await call.hangUp();
});

test('it survives restarts of call control, and if its sound is missing, the packaged music plays', async () => {
  const hash = await play(shop, WALTZ);
  await fixture.control.kill('SIGKILL');
  await fixture.control.start();
  const held = await talk(ada, bob);
  expect(await held.atCallee.hold()).toBe(200);
  await held.atCaller.media.hears(WALTZ);
  await hangUp(held);
  const storage = openStorage(fixture.folder);
  for (const name of [narrowFile(hash), wideFile(hash)]) await storage.remove(shop.id, 'media', name);
  fs.rmSync(path.join(fixture.folder, 'music', `${shop.id}-${hash}`), { recursive: true });
  await fixture.control.kill('SIGKILL');
  await fixture.control.start();
  await until('the packaged music', async () => !classes().includes(shop.id));
  const next = await talk(ada, bob);
  expect(await next.atCallee.hold()).toBe(200);
  await next.atCaller.media.hears('sound');
  await hangUp(next);
});

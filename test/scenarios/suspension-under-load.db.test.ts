import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { admit } from '../../src/calls/admission/admission.ts';
import type { Arrival, Decision } from '../../src/calls/model/decision.ts';
import { routeWithoutDatabase } from '../../src/calls/routing/without-database.ts';
import { newId } from '../../src/platform/values/ids.ts';
import type { SuspensionReason } from '../../src/status/contract.ts';
import { createTestApp, type ApiUser, type TestApp } from '../app.ts';
import { carrierArrival, phoneArrival } from '../arrivals.ts';

/**
 * Calls in both directions are admitted as fast as the database decides, while users suspend, cancel and reactivate the tenant. From the API's
 * response to a suspension until the reactivation no call begins, whatever other users do.
 */
const LONG = process.env.LONG === '1';
const TOGGLES = LONG ? 2000 : 200;
const CALLERS = 2;

let app: TestApp;
let admin: ApiUser['call'];
let partnerId: string;

beforeAll(async () => {
  app = await createTestApp();
  partnerId = await app.partner('Partner');
  admin = (await app.user('partner_admin', { partnerId })).call;
  await app.query("insert into trunks (id, name, host, match) values ($1, 'carrier', '127.0.0.1', '127.0.0.1')", [
    newId(),
  ]);
});
afterAll(() => app.close());

type Shop = { id: string; at: string; name: string; prefix: string; number: string };

/** A tenant with two registered phones and two numbers: one for calls back from 911, which are always put through, and one for everything else. */
async function makeShop(prefix: string, callback: string, number: string): Promise<Shop> {
  const { body: tenant } = await admin('POST', '/tenants', { name: prefix, sipPrefix: prefix, status: 'ACTIVE' });
  const at = `/tenants/${tenant.id}`;
  const { body: numbers } = await admin('POST', '/dids', { numbers: [callback, number] });
  for (const { id } of numbers.added) await admin('POST', `/dids/${id}/assign`, { tenantId: tenant.id });
  const did = numbers.added.find((one: { number: string }) => one.number === number).id;
  const shop = { id: tenant.id, at, name: prefix, prefix, number };
  const many = { maxConcurrentOutbound: 10_000, maxConcurrentOutboundPerExtension: 10_000 };
  await admin('PUT', `${at}/outbound-permissions`, { classes: ['domestic'], countries: [], ...many });
  for (const extension of ['101', '102']) {
    const { body } = await admin('POST', `${at}/extensions`, { number: extension, name: extension });
    await admin('PATCH', `${at}/dids/${did}`, { routing: { kind: 'extension', extensionId: body.id } });
    await register(shop, extension);
  }
  return shop;
}

/** Stores a contact as Asterisk does. */
const register = ({ prefix }: Shop, extension: string) =>
  app.query(
    `insert into asterisk.ps_contacts (id, endpoint, uri, expiration_time) values ($1, $1, 'sip:phone@127.0.0.1:5060', 4000000000)
     on conflict (id) do nothing`,
    [`${prefix}-${extension}`],
  );

const fromPhone = (shop: Shop, dialled: string): Arrival =>
  phoneArrival(dialled, {
    channel: newId(),
    endpoint: `${shop.prefix}-101`,
    tenantId: shop.id,
    emergency: { trunkIds: ['carrier'], callback: shop.number, country: null },
  });
const fromCarrier = (shop: Shop): Arrival => carrierArrival(shop.number, { channel: newId() });
/** Calls to a colleague, to an outside number, and from outside. */
const WAYS: ((shop: Shop) => Arrival)[] = [
  (shop) => fromPhone(shop, '102'),
  (shop) => fromPhone(shop, '2125559999'),
  fromCarrier,
];

/** Decides like call control, which treats a slow database as unavailable. */
const decide = (arrival: Arrival): Promise<Decision> =>
  admit(app.db, 'node', arrival).catch(() => routeWithoutDatabase(arrival));

type Admitted = { id: string; at: number };
/** The time from when the earlier calls were known until the reactivation was requested. */
type Stop = { from: number; to: number; before: Set<string> };

/** Places calls until the suspensions are over; returns the admitted calls and how many were refused. */
async function underCalls(shop: Shop, toggle: () => Promise<Stop[]>) {
  const admitted: Admitted[] = [];
  const emergencies: boolean[] = [];
  const counted = { refused: 0 };
  const over = new AbortController();
  const callers = WAYS.flatMap((way) =>
    Array.from({ length: CALLERS }, async () => {
      while (!over.signal.aborted) {
        const decision = await decide(way(shop));
        if (decision.kind === 'connect') admitted.push({ id: decision.facts.id, at: performance.now() });
        else counted.refused++;
      }
    }),
  );
  const inNeed = (async () => {
    while (!over.signal.aborted) {
      emergencies.push((await decide(fromPhone(shop, '911'))).kind === 'connect');
      await delay(20);
    }
  })();
  const stops = await toggle().finally(() => over.abort());
  await Promise.all([...callers, inNeed]);
  const slipped = admitted.filter(({ id, at }) =>
    stops.some(({ from, to, before }) => at > from && at < to && !before.has(id)),
  );
  return { admitted, slipped, emergencies, ...counted, stops };
}

/** Suspends the tenant, reads the calls admitted until then, waits a little, and reactivates it. */
async function stopAndGo(shop: Shop, stop: [string, object], go: object): Promise<Stop> {
  const stopped = await admin('POST', `${shop.at}/${stop[0]}`, stop[1]);
  expect(stopped.status, stopped.text).toBe(200);
  const rows = await app.query<{ id: string }>(
    "select id from live_calls where tenant_id = $1 and admitted_at > now() - interval '1 minute'",
    [shop.id],
  );
  const from = performance.now();
  await delay(Math.random() * 10);
  const to = performance.now();
  const gone = await admin('POST', `${shop.at}/reactivate`, go);
  expect(gone.status, gone.text).toBe(200);
  return { from, to, before: new Set(rows.map(({ id }) => id)) };
}

test(
  `${TOGGLES} suspensions by four at once: no call begins in any of them`,
  { timeout: LONG ? 1_200_000 : 240_000 },
  async () => {
    const shop = await makeShop('bakery', '+12025550100', '+12025550101');
    const REASONS: SuspensionReason[] = ['manual', 'past_due', 'spend_cap', 'fraud'];
    // each user sets and lifts a different reason, so that nobody else ends the suspension
    const toggler = async (reason: SuspensionReason): Promise<Stop[]> => {
      const stops: Stop[] = [];
      for (let i = 0; i < TOGGLES / REASONS.length; i++) {
        stops.push(await stopAndGo(shop, ['suspend', { reason }], { reasons: [reason] }));
        await delay(Math.random() * 60);
      }
      return stops;
    };
    const seen = await underCalls(shop, async () => (await Promise.all(REASONS.map(toggler))).flat());
    expect(seen.slipped).toEqual([]);
    expect(seen.stops.length).toBe(TOGGLES);
    expect(seen.admitted.length).toBeGreaterThan(TOGGLES);
    expect(seen.refused).toBeGreaterThan(TOGGLES);
    expect(seen.emergencies.length).toBeGreaterThan(10);
    expect(seen.emergencies).not.toContain(false);
  },
);

test('a cancelled tenant has no calls and no registered phones', { timeout: LONG ? 600_000 : 240_000 }, async () => {
  const shop = await makeShop('clinic', '+12025550102', '+12025550103');
  const seen = await underCalls(shop, async () => {
    const stops: Stop[] = [];
    for (let i = 0; i < TOGGLES / 10; i++) {
      stops.push(await stopAndGo(shop, ['cancel', { confirmName: shop.name }], {}));
      for (const extension of ['101', '102']) await register(shop, extension);
      await delay(Math.random() * 60);
    }
    return stops;
  });
  expect(seen.slipped).toEqual([]);
  expect(seen.admitted.length).toBeGreaterThan(TOGGLES / 10);
  expect(seen.refused).toBeGreaterThan(TOGGLES / 10);
  // a cancelled tenant has no phone that could call 911
  expect(seen.emergencies).toContain(false);
});

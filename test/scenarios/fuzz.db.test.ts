import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeApi } from '../../src/platform/http/openapi/document.ts';
import { Problem } from '../../src/platform/http/problem.ts';
import { newId } from '../../src/platform/values/ids.ts';
import { type ApiResponse, createTestApp, type ApiUser, type TestApp } from '../app.ts';
import { withParameters } from '../generated.ts';
import { createOneOfEach } from '../one-of-each.ts';
import { kindOf, placeIds } from './arbitrary-input.ts';
import { type Description, RAW, requests, type Sent, type Who } from './fuzz-requests.ts';

/**
 * Requests generated from the API's description, with valid, random and hostile values, by users of every role. No response is a server error, every
 * success matches its schema (the test harness turns others into a 500), and every error is a problem+json.
 */
const LONG = process.env.LONG === '1';
const REQUESTS = LONG ? 100_000 : 2000;
const IN_A_WORLD = 50;
const LANES = 5;

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

type World = { ids: Record<string, string[]>; send: Record<Who, ApiUser['call']> };
let made = 0;

/** Two partners, two tenants of one, one with one of everything, and a user of every role. */
async function makeWorld(): Promise<World> {
  const n = (++made).toString(36);
  const [partnerId, otherPartner] = [await app.partner(`Partner ${n}`), await app.partner(`Other ${n}`)];
  const admin = await app.user('partner_admin', { partnerId });
  const one = await createOneOfEach(app, admin, { partnerId });
  const { tenantId } = one;
  const spare = await admin.call('POST', '/tenants', { name: 'Spare', sipPrefix: `s${n}xx` });
  const free = await admin.call('POST', '/dids', { numbers: [`+1303556${1000 + made}`] });
  const people = {
    admin,
    operator: await app.user('operator'),
    viewer: await app.user('partner_user', { partnerId }),
    tenantAdmin: await app.user('tenant_admin', { tenantId }),
    tenantUser: await app.user('tenant_user', { tenantId }),
    otherAdmin: await app.user('partner_admin', { partnerId: otherPartner }),
  };
  const ids = {
    ...Object.fromEntries(Object.entries(one).map(([name, id]) => [kindOf(name), [id]])),
    // mostly the tenant that has everything
    tenant: [tenantId, tenantId, tenantId, spare.body.id],
    did: [one.didId, free.body.added[0].id],
    user: [people.tenantUser.id, people.tenantAdmin.id, people.viewer.id],
    partner: [partnerId, otherPartner],
  };
  const calls = Object.fromEntries(Object.entries(people).map(([who, { call }]) => [who, call]));
  return {
    ids: { ...ids, any: [...Object.values(ids).flat(), newId()] },
    send: { ...(calls as Record<keyof typeof people, ApiUser['call']>), nobody: app.nobody },
  };
}

async function send({ ids, send }: World, sent: Sent): Promise<ApiResponse> {
  const { who, method, path, query, headers } = sent;
  const body = sent.body === undefined ? undefined : placeIds(JSON.stringify(sent.body), ids);
  const payload = sent.raw === undefined ? body : RAW[sent.raw];
  return send[who](method, placeIds(path, ids) + query, payload, headers);
}

function check(sent: Sent, { status, text, headers }: ApiResponse): void {
  const said = `${JSON.stringify(sent).slice(0, 2000)}\n  answered ${status} ${text.slice(0, 1000)}`;
  expect(status, said).toBeLessThan(500);
  expect(text, said).not.toMatch(/\.ts:\d+|node_modules|SQLSTATE/);
  if (status < 400 || sent.method === 'HEAD') return;
  expect(headers['content-type'], said).toMatch(/^application\/problem\+json/);
  expect(Problem.parse(JSON.parse(text)).status, said).toBe(status);
  if (status === 429) expect(Number(headers['retry-after']), said).toBeGreaterThan(0);
}

test(
  `${REQUESTS} requests made from the description: no error of ours, and every answer as promised`,
  { timeout: LONG ? 7_200_000 : 240_000 },
  async () => {
    const met = new Set<number>();
    const description = withParameters(describeApi(app.app.endpoints, [], '0')) as unknown as Description;
    const sequence = fc.array(requests(description), { minLength: IN_A_WORLD, maxLength: IN_A_WORLD });
    const property = fc.asyncProperty(sequence, async (all) => {
      const world = await makeWorld();
      const lanes = Array.from({ length: LANES }, async (_, lane) => {
        for (const sent of all.filter((_, i) => i % LANES === lane)) {
          const answer = await send(world, sent);
          check(sent, answer);
          met.add(answer.status);
        }
      });
      for (const outcome of await Promise.allSettled(lanes)) if (outcome.status === 'rejected') throw outcome.reason;
    });
    await fc.assert(property, { numRuns: REQUESTS / IN_A_WORLD, endOnFailure: true });
    // the requests reach successes and every kind of refusal
    expect([...met]).toEqual(expect.arrayContaining([200, 201, 204, 400, 401, 403, 404, 409, 422]));
  },
);

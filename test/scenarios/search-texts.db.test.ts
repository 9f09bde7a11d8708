import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { mayDo } from '../../src/people/rules.ts';
import { callersOf } from '../../src/platform/http/endpoint.ts';
import { type ApiUser, createTestApp, type TestApp } from '../app.ts';
import { readApi, withParameters } from '../generated.ts';
import { createOneOfEach, fillPath, type Parameter } from '../one-of-each.ts';

/** Every search looks for words in any order, and reads numbers in the tenant's country. The endpoints come from the API, so new ones are tested, too. */
let app: TestApp;
let people: ApiUser[];
let ids: Record<Parameter, string>;

beforeAll(async () => {
  app = await createTestApp();
  const partnerId = await app.partner('Mine');
  people = [await app.user('partner_admin', { partnerId }), await app.user('operator')];
  ids = await createOneOfEach(app, people[0]!, { partnerId });
  await app.query(
    `insert into rate_lists (id, partner_id, table_id, valid_from, rates)
      select gen_random_uuid(), partner_id, id, now() - interval '1 day', 1 from rate_tables`,
  );
  const address = { street: '1 High Street', city: 'London', state: '', postalCode: 'N1 9GU' };
  await app.query('update tenants set e911_address = $1 where id = $2', [{ ...address, country: 'GB' }, ids.tenantId]);
});
afterAll(() => app.close());

/** Search texts that can only be numbers. */
const NUMBERS_ONLY = ['listCalls number', 'listCalls search', 'exportCalls number', 'exportCalls search'];

type Search = { name: string; path: string; parameter: string; by: ApiUser; inTenant: boolean };

/** Every parameter with a search text, with somebody who may use it. */
async function searches(): Promise<Search[]> {
  const { paths } = withParameters((await readApi()).document);
  return app.app.endpoints.flatMap((endpoint) => {
    const { id, method, path, permission, scope } = endpoint;
    const parameters: { name: string; schema: object }[] =
      paths[`/api/v1${path}`]?.[method.toLowerCase()]?.parameters ?? [];
    const found = parameters.filter(({ schema }) => 'x-text' in schema && schema['x-text'] === 'searchText');
    const by = people.find(({ role }) => permission === 'anyone' || mayDo(role, permission));
    return found.map(({ name }) => {
      if (!by || !callersOf(endpoint).people) throw new Error(`Nobody here may call ${id}.`);
      return { name: `${id} ${name}`, path: fillPath(path, ids), parameter: name, by, inTenant: scope === 'tenant' };
    });
  });
}

/** The values of all statements that a search sends to the database. */
async function valuesOf({ path, parameter, by, name }: Search, text: string): Promise<string[]> {
  const sent = vi.spyOn(pg.Client.prototype, 'query');
  try {
    const answer = await by.call('GET', `${path}?${parameter}=${encodeURIComponent(text)}`);
    expect(answer.status, `${name}: ${answer.text}`).toBe(200);
    const statements: unknown[] = sent.mock.calls.map(([statement]) => statement);
    return statements
      .flatMap((one) => (typeof one === 'object' && one !== null && 'values' in one ? [one.values] : []))
      .flat(2)
      .filter((value) => typeof value === 'string');
  } finally {
    sent.mockRestore();
  }
}

test('every search looks for the words of its text in any order', async () => {
  const all = await searches();
  expect(all.length).toBeGreaterThan(20);
  expect(all.map(({ name }) => name)).toEqual(expect.arrayContaining(NUMBERS_ONLY));
  const wrong: string[] = [];
  for (const search of all) {
    const values = await valuesOf(search, 'Qzw vxk');
    const byWord = values.includes('qzw') && values.includes('vxk');
    const isWhole = values.some((value) => /qzw\s*vxk/i.test(value));
    if (isWhole || byWord === NUMBERS_ONLY.includes(search.name)) wrong.push(search.name);
  }
  expect(wrong).toEqual([]);
});

test('every search of a tenant reads a number in the tenant’s country', async () => {
  const read: string[] = [];
  const wrong: string[] = [];
  for (const search of (await searches()).filter(({ inTenant }) => inTenant)) {
    const values = await valuesOf(search, '020 7946 0958');
    if (values.some((value) => value.includes('442079460958'))) read.push(search.name);
    if (values.some((value) => /(?<!44)2079460958/.test(value))) wrong.push(search.name);
  }
  expect(wrong).toEqual([]);
  for (const name of [...NUMBERS_ONLY, 'listContacts search', 'listVoicemails search', 'listRecordings search'])
    expect(read).toContain(name);
});

test('a search for white space alone fails nowhere', async () => {
  for (const { name, path, parameter, by } of await searches())
    expect((await by.call('GET', `${path}?${parameter}=%0B`)).status, name).toBeLessThan(500);
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type Person, type TestApp } from '../../test/app.ts';

let app: TestApp;
let operator: Person;
const path = '/operator/trunks';
const carrier = { name: 'Carrier', host: 'sip.carrier.example', match: '203.0.113.7:5070' };

beforeAll(async () => {
  app = await createTestApp();
  operator = await app.person('operator');
});
afterAll(() => app.close());

/** What the voice engine reads. */
const identified = () =>
  app.query<{ endpoint: string; match: string }>(
    'select endpoint, match from asterisk.ps_endpoint_id_ips order by match',
  );

it('a carrier is known to the voice engine as soon as it is added, and gone as soon as it is switched off', async () => {
  const { status, body } = await operator.call('POST', path, carrier);
  expect([status, body]).toEqual([
    201,
    {
      id: body.id,
      ...carrier,
      port: 5060,
      priority: 100,
      emergency: true,
      enabled: true,
      createdAt: body.createdAt,
      version: 1,
    },
  ]);
  expect(await identified()).toEqual([{ endpoint: `trunk-${body.id}`, match: carrier.match }]);
  const off = await operator.call('PATCH', `${path}/${body.id}`, { enabled: false }, { 'if-match': '"1"' });
  expect([off.status, off.body.version]).toEqual([200, 2]);
  expect(await identified()).toEqual([]);
  expect((await operator.call('DELETE', `${path}/${body.id}`, undefined, { 'if-match': '"1"' })).status).toBe(412);
  expect((await operator.call('DELETE', `${path}/${body.id}`)).status).toBe(204);
  expect((await operator.call('GET', `${path}/${body.id}`)).status).toBe(404);
  const events = await app.query(
    'select action, before, after, partner_id from audit_events where target_id = $1 order by id',
    [body.id],
  );
  expect(events).toMatchObject([
    { action: 'trunk.created', partner_id: null },
    { action: 'trunk.edited', before: { enabled: true }, after: { enabled: false } },
    { action: 'trunk.deleted', before: { name: 'Carrier' } },
  ]);
});

it('a name is used once, by adding and by changing, also at once', async () => {
  const answers = await Promise.all([1, 2].map(() => operator.call('POST', path, { ...carrier, name: 'Once' })));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  const other = (await operator.call('POST', path, { ...carrier, name: 'Other' })).body;
  const renamed = await operator.call('PATCH', `${path}/${other.id}`, { name: 'Once' });
  expect([renamed.status, renamed.body.code, renamed.body.errors[0].path]).toEqual([409, 'trunk_name_taken', 'name']);
  expect((await operator.call('PATCH', `${path}/${other.id}`, { name: 'Other', priority: 1 })).status).toBe(200);
  const list = await operator.call('GET', path);
  expect(list.body.items.map(({ name }: { name: string }) => name)).toEqual(['Other', 'Once']);
});

it.each([
  [{ host: 'not a host' }, 'host'],
  [{ host: '' }, 'host'],
  [{ port: 0 }, 'port'],
  [{ match: 'anywhere' }, 'match'],
  [{ match: '300.1.1.1' }, 'match'],
  [{ match: '203.0.113.0/33' }, 'match'],
  [{ priority: -1 }, 'priority'],
  [{ name: 'x'.repeat(101) }, 'name'],
  [{ secret: 'x' }, 'secret'],
])('%o is refused', async (bad, at) => {
  const { status, body } = await operator.call('POST', path, { ...carrier, ...bad });
  expect([status, body.errors[0].path]).toEqual([422, at]);
});

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ApiResponse, createTestApp, type ApiUser, type TestApp } from '../../test/app.ts';
import { createTenant, type TestTenant } from '../../test/tenants.ts';
import { asPartner, openDb, openPool, type Tx } from '../platform/db/db.ts';
import { SYSTEM } from '../platform/http/caller.ts';
import { newId } from '../platform/values/ids.ts';
import { assignNumbers, releaseNumbers } from './assignment.ts';
import { AGEING_MS } from './rules.ts';
import { insertDids } from './sql.ts';

type ApiCall = ApiUser['call'];
type Phone = { id: string };

let app: TestApp;
let partnerId: string;
let strangerId: string;
let person: ApiUser;
let admin: ApiCall;
let stranger: ApiCall;
const start = new Date('2026-05-01T10:00:00Z');
let now = start;

beforeAll(async () => {
  app = await createTestApp({ now: () => now });
  [partnerId, strangerId] = [await app.partner('Partner'), await app.partner('Other Partner')];
  person = await app.user('partner_admin', { partnerId });
  admin = person.call;
  stranger = (await app.user('partner_admin', { partnerId: strangerId })).call;
});
afterAll(() => app.close());
beforeEach(() => {
  now = start;
});

const tenant = (by: ApiCall = admin): Promise<TestTenant> => createTenant(by);
const cancel = ({ id, name }: { id: string; name: string }) =>
  admin('POST', `/tenants/${id}/cancel`, { confirmName: name });
const reactivate = async (id: string) => (await admin('POST', `/tenants/${id}/reactivate`, {})).body;
const extension = async (tenantId: string, number: string, outboundCallerIdDidId: string | null = null) => {
  const input = { number, name: number, outboundCallerIdDidId };
  return (await admin('POST', `/tenants/${tenantId}/extensions`, input)).body as Phone;
};
const didRow = async (number: string) => (await app.query('select * from dids where number = $1', [number]))[0];

let last = 12_125_550_000;
const fresh = () => `+${++last}`;
/** Adds a new number to the inventory. */
async function number(ask: ApiCall = admin): Promise<{ id: string; number: string }> {
  const { body } = await ask('POST', '/dids', { numbers: [fresh()] });
  return (body.added as { id: string; number: string }[])[0]!;
}
const assign = (id: string, tenantId: string, more = {}) => admin('POST', `/dids/${id}/assign`, { tenantId, ...more });
const release = (id: string) => admin('POST', `/dids/${id}/release`);
const refusal = ({ status, body }: ApiResponse) => `${status} ${body?.code ?? ''}`.trim();
const audit = (id: string) =>
  app.query<{ action: string; tenant_id: string | null; before: object; after: object }>(
    'select * from audit_events where target_id = $1 order by id',
    [id],
  );
const counts = async (...ids: string[]) =>
  (
    await app.query<{ dids_count: number }>(
      'select dids_count from tenants join unnest($1::uuid[]) with ordinality w (id, n) using (id) order by n',
      [ids],
    )
  ).map((row) => row.dids_count);

test('adds numbers and ranges once each, with one result per number', async () => {
  const taken = await number(stranger);
  const own = await number();
  last += 20;
  const [from, to] = [`+${last - 9}`, `+${last - 7}`];
  const { status, body } = await admin('POST', '/dids', {
    numbers: [`${from}-${to}`, to, ` +1 (212) ${to.slice(5, 8)}-${to.slice(8)} `, taken.number, own.number],
  });
  expect(status).toBe(201);
  expect((body.added as { number: string }[]).map((did) => did.number)).toEqual([from, `+${last - 8}`, to]);
  expect(body.refused).toEqual([
    { number: taken.number, code: 'did_not_available', message: 'Not available.' },
    { number: own.number, code: 'already_yours', message: 'Already in your inventory.' },
  ]);
  const [added] = await app.query(
    `select * from audit_events where action = 'dids.added' and partner_id = $1 order by id desc limit 1`,
    [partnerId],
  );
  expect(added).toMatchObject({ actor_id: person.id, after: { count: 3, numbers: [`${from}-${to}`] } });
});

test('reports every invalid entry and adds nothing', async () => {
  const good = fresh();
  const { status, body } = await admin('POST', '/dids', { numbers: [good, 'x', '+12125559999-+12125559990'] });
  expect(status).toBe(422);
  expect((body.errors as { path: string }[]).map((error) => error.path)).toEqual(['numbers.1', 'numbers.2']);
  expect(await app.query('select from dids where number = $1', [good])).toEqual([]);
});

test('two partners adding the same numbers at once never deadlock, and each number goes to one of them', async () => {
  const numbers = Array.from({ length: 5000 }, fresh);
  const add = (partnerId: string, wanted: string[]) =>
    asPartner(app.db, partnerId, (tx) => insertDids(tx, partnerId, wanted));
  const added = await Promise.all([add(partnerId, numbers), add(strangerId, numbers.toReversed())]);
  expect(added.flat()).toHaveLength(numbers.length);
});

test('a CSV dry run returns the same as the import and changes nothing', async () => {
  const taken = await number(stranger);
  const [one, two, three] = [fresh(), fresh(), fresh()] as const;
  const csv = `Customer,Number\n"Bakery, Main St",${one}\nClinic,oops\nGarage,${two}-${three}\nFlorist,${taken.number}\nAgain,${one}\n`;
  const expected = {
    rows: 5,
    columns: [
      { column: 1, name: 'Customer', use: 'ignored', numbers: 0 },
      { column: 2, name: 'Number', use: 'numbers', numbers: 4 },
    ],
    added: [one, two, three],
    skipped: [{ line: 6, number: one, code: 'repeated', message: 'Already in line 2.' }],
    refused: [
      { line: 3, number: 'oops', code: 'invalid', message: 'This isn’t a phone number such as +12125550101.' },
      { line: 5, number: taken.number, code: 'did_not_available', message: 'Not available.' },
    ],
  };
  const events = async () => (await app.query(`select from audit_events where action = 'dids.added'`)).length;
  const before = await events();
  const dry = await admin('POST', '/dids/import?dryRun=true', { csv });
  expect(dry).toMatchObject({ status: 200, body: { dryRun: true, ...expected } });
  expect(await app.query('select from dids where number = any($1)', [[one, two, three]])).toEqual([]);
  expect(await events()).toBe(before);
  const real = await admin('POST', '/dids/import', csv, { 'content-type': 'text/csv' });
  expect(real).toMatchObject({ status: 200, body: { dryRun: false, ...expected } });
  expect(await app.query('select from dids where number = any($1)', [[one, two, three]])).toHaveLength(3);
  expect(await events()).toBe(before + 1);
});

test('with several columns of numbers, the dry run asks and the import is refused until one is chosen', async () => {
  const [home, work] = [fresh(), fresh()];
  const csv = `Name,Home,Work\nAnn,${home},${work}\n`;
  const dry = await admin('POST', '/dids/import?dryRun=true', { csv });
  expect(dry.body).toMatchObject({
    added: [],
    columns: [{ use: 'ignored' }, { use: 'candidate' }, { use: 'candidate' }],
  });
  const refused = await admin('POST', '/dids/import', { csv });
  expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: 'column' }] } });
  expect(refused.body.errors[0].message).toContain('Home, Work');
  const chosen = await admin('POST', '/dids/import?column=3', { csv });
  expect(chosen.body).toMatchObject({
    added: [work],
    columns: [{ use: 'ignored' }, { use: 'ignored' }, { use: 'numbers' }],
  });
  expect((await admin('POST', '/dids/import?column=4', { csv })).body.errors[0].path).toBe('column');
});

test('every row of a CSV file is accounted for: ranges in two columns, repeats and rows without a number', async () => {
  const from = fresh();
  const to = `+${Number(from) + 2}`;
  const csv = `from,to,site\n${from},${to},Troy\n,,Utica\n${from},${from},Rome\n1.21E+10,,Elmira\n`;
  const { body } = await admin('POST', '/dids/import?dryRun=true', { csv });
  expect(body.added).toHaveLength(3);
  expect(body.skipped).toMatchObject([
    { line: 3, code: 'empty' },
    { line: 4, code: 'repeated', message: 'Already in line 2.' },
  ]);
  expect(body.refused).toMatchObject([{ line: 5, message: expect.stringContaining('A spreadsheet shortened') }]);
});

test('a free number assigned to two tenants at once goes to one, and the other request is refused', async () => {
  const tenants = [await tenant(), await tenant()] as const;
  for (let round = 0; round < 10; round++) {
    const { id } = await number();
    const answers = await Promise.all(tenants.map((to) => assign(id, to.id)));
    expect(answers.map(refusal).toSorted()).toEqual(['200', '409 did_not_available']);
    const winner = tenants[answers.findIndex((answer) => answer.status === 200)]!;
    expect(await app.query('select tenant_id from dids where id = $1', [id])).toEqual([{ tenant_id: winner.id }]);
    const given = (await audit(id)).filter((event) => event.action === 'did.assigned');
    expect(given).toMatchObject([{ tenant_id: winner.id }]);
  }
  const [first, second] = await counts(tenants[0].id, tenants[1].id);
  expect(first! + second!).toBe(10);
});

test('overlapping selections, assigned and released at once, never deadlock and keep the counts right', async () => {
  const [a, b] = [await tenant(), await tenant()];
  const ids = await Promise.all(Array.from({ length: 12 }, async () => (await number()).id));
  for (let round = 0; round < 4; round++) {
    const answers = await Promise.all([
      admin('POST', '/dids/assign-many', { tenantId: a.id, didIds: ids, acknowledgeAgeing: true }),
      admin('POST', '/dids/assign-many', { tenantId: b.id, didIds: ids.toReversed(), acknowledgeAgeing: true }),
      admin('POST', '/dids/release-many', { didIds: ids.toReversed() }),
      admin('POST', '/dids/release-many', { didIds: ids }),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200]);
  }
  const held = await app.query<{ tenant_id: string | null }>('select tenant_id from dids where id = any($1)', [ids]);
  const of = (id: string) => held.filter((row) => row.tenant_id === id).length;
  expect(await counts(a.id, b.id)).toEqual([of(a.id), of(b.id)]);
});

test('a released number remembers its last tenant and is in quarantine for 45 days for every other', async () => {
  const [a, b] = [await tenant(), await tenant()];
  const { id } = await number();
  await assign(id, a.id);
  const released = await release(id);
  const until = new Date(start.getTime() + AGEING_MS).toISOString();
  expect(released.body).toMatchObject({
    status: 'UNASSIGNED',
    tenantId: null,
    releasedAt: start.toISOString(),
    lastTenantId: a.id,
    lastTenantName: a.name,
    ageingUntil: until,
  });

  now = new Date(start.getTime() + AGEING_MS - 1);
  const early = await assign(id, b.id);
  expect(early).toMatchObject({ status: 409, body: { code: 'did_ageing', ageingUntil: until } });
  const acknowledged = await assign(id, b.id, { acknowledgeAgeing: true });
  expect(acknowledged).toMatchObject({ status: 200, body: { tenantId: b.id, lastTenantId: null, releasedAt: null } });
  expect((await audit(id)).at(-1)).toMatchObject({
    action: 'did.assigned',
    before: { releasedAt: start.toISOString() },
    after: { acknowledgedAgeing: true },
  });

  await release(id);
  now = new Date(now.getTime() + AGEING_MS);
  expect((await assign(id, a.id)).status).toBe(200);
  expect((await audit(id)).at(-1)!.after).not.toHaveProperty('acknowledgedAgeing');
});

test('numbers are assigned only from the partner’s inventory to its tenants that may have numbers', async () => {
  const mine = await tenant();
  const theirs = await tenant(stranger);
  const closed = await tenant();
  await cancel(closed);
  const { id } = await number();
  const foreign = await number(stranger);
  for (const tenantId of [theirs.id, newId()]) {
    const { status, body } = await assign(id, tenantId);
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ path: 'tenantId' }]);
  }
  expect(refusal(await assign(id, closed.id))).toBe('409 tenant_cancelled');
  expect(refusal(await assign(foreign.id, mine.id))).toBe('404 not_found');
  expect(refusal(await assign(newId(), mine.id))).toBe('404 not_found');
  expect(refusal(await release(id))).toBe('409 did_not_available');
  expect(refusal(await admin('GET', `/dids/${foreign.id}`))).toBe('404 not_found');
  const reader = await app.user('partner_user', { partnerId });
  expect(refusal(await reader.call('POST', `/dids/${id}/release`))).toBe('403 forbidden');
  const many = await admin('POST', '/dids/assign-many', { tenantId: mine.id, didIds: [foreign.id, id, id] });
  expect(many.body).toMatchObject({
    done: [{ id, tenantId: mine.id }],
    refused: [{ didId: foreign.id, code: 'not_found' }],
  });
});

test('a released number is unrouted and no extension’s caller ID', async () => {
  const { id: tenantId } = await tenant();
  const [one, kept] = [await number(), await number()];
  await admin('POST', '/dids/assign-many', { tenantId, didIds: [one.id, kept.id] });
  const phone = await extension(tenantId, '101', one.id);
  const other = await extension(tenantId, '102', kept.id);
  const to = { routing: { kind: 'extension', extensionId: phone.id } };
  expect((await admin('PATCH', `/tenants/${tenantId}/dids/${one.id}`, to)).status).toBe(200);
  expect((await release(one.id)).status).toBe(200);
  expect(await didRow(one.number)).toMatchObject({
    routing_kind: 'none',
    routing_target_id: null,
  });
  expect(await app.query('select outbound_did_id from extensions where id = $1', [phone.id])).toEqual([
    { outbound_did_id: null },
  ]);
  expect(await app.query('select outbound_did_id from extensions where id = $1', [other.id])).toEqual([
    { outbound_did_id: kept.id },
  ]);
  expect((await audit(one.id)).at(-1)).toMatchObject({
    action: 'did.released',
    tenant_id: tenantId,
    before: { tenantId, routing: to.routing },
  });
});

test('a number routes to an extension of its tenant or to an outside number, but not to itself', async () => {
  const [mine, other] = [await tenant(), await tenant()];
  const { id, number: own } = await number();
  await assign(id, mine.id);
  const phone = await extension(mine.id, '101');
  const foreign = await extension(other.id, '101');
  const path = `/tenants/${mine.id}/dids/${id}`;
  const routed = await admin('PATCH', path, { routing: { kind: 'extension', id: phone.id } });
  expect(routed).toMatchObject({
    status: 200,
    body: { routing: { kind: 'extension', id: phone.id, extensionId: phone.id } },
  });
  // the response can be sent back, and the field's old name still works
  const same = [routed.body.routing, { kind: 'extension', extensionId: phone.id }];
  for (const routing of same)
    expect((await admin('PATCH', path, { routing })).body).toMatchObject({ version: routed.body.version });
  const unclear = { kind: 'extension', id: phone.id, extensionId: foreign.id };
  for (const routing of [
    unclear,
    { kind: 'extension' },
    { kind: 'group', id: phone.id },
    { kind: 'flow', id: phone.id },
  ])
    expect(refusal(await admin('PATCH', path, { routing })), JSON.stringify(routing)).toBe('422 invalid');
  const { version } = routed.body;
  for (const extensionId of [foreign.id, newId()]) {
    const answer = await admin('PATCH', path, { routing: { kind: 'extension', extensionId } });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'routing.id' }] } });
  }
  const loop = await admin('PATCH', path, { routing: { kind: 'external', number: own } });
  expect(loop).toMatchObject({ status: 422, body: { errors: [{ path: 'routing.number' }] } });
  const outside = { routing: { kind: 'external', number: '+12025550177' } };
  expect(refusal(await admin('PATCH', path, outside, { 'if-match': '"1"' }))).toBe('412 stale_version');
  expect((await admin('PATCH', path, outside, { 'if-match': `"${version}"` })).body).toMatchObject(outside);
  expect(await didRow(own)).toMatchObject({ routing_kind: 'external', routing_target_id: null });
  expect((await audit(id)).at(-1)).toMatchObject({
    action: 'did.routed',
    tenant_id: mine.id,
    before: { routing: { kind: 'extension', extensionId: phone.id } },
    after: outside,
  });
  expect(refusal(await admin('PATCH', `/tenants/${other.id}/dids/${id}`, { routing: {} }))).toBe('404 not_found');
});

test('a tenant sees only its own numbers, and routes them unless suspended', async () => {
  const { id: tenantId } = await tenant();
  const { id } = await number();
  await assign(id, tenantId);
  const own = (await app.user('tenant_admin', { tenantId })).call;
  const { body } = await own('GET', `/tenants/${tenantId}/dids`);
  expect(body).toMatchObject({ items: [{ id }], total: 1 });
  expect(JSON.stringify(body)).not.toMatch(/releasedAt|lastTenant/);
  expect(refusal(await own('GET', '/dids'))).toBe('403 forbidden');
  await admin('POST', `/tenants/${tenantId}/suspend`, {});
  const path = `/tenants/${tenantId}/dids/${id}`;
  expect(refusal(await own('PATCH', path, { routing: { kind: 'none' } }))).toBe('409 tenant_suspended');
  expect((await admin('PATCH', path, { routing: { kind: 'none' } })).status).toBe(200);
});

test('a reactivated tenant gets its free numbers back with their routing and caller IDs', async () => {
  const [a, b] = [await tenant(), await tenant()];
  const [home, gone, plain] = [await number(), await number(), await number()];
  await admin('POST', '/dids/assign-many', { tenantId: a.id, didIds: [home.id, gone.id, plain.id] });
  const phone = await extension(a.id, '101', home.id);
  await admin('PATCH', `/tenants/${a.id}/dids/${home.id}`, { routing: { kind: 'extension', extensionId: phone.id } });
  await admin('PATCH', `/tenants/${a.id}/dids/${plain.id}`, { routing: { kind: 'external', number: '+12025550177' } });
  await cancel(a);
  expect(await counts(a.id)).toEqual([0]);
  await assign(gone.id, b.id, { acknowledgeAgeing: true });
  const back = await reactivate(a.id);
  expect(back).toMatchObject({ restoredDids: [home.number, plain.number], lostDids: [gone.number] });
  expect(await didRow(home.number)).toMatchObject({ tenant_id: a.id, routing_target_id: phone.id });
  expect(await didRow(plain.number)).toMatchObject({ tenant_id: a.id, routing_number: '+12025550177' });
  expect(await didRow(gone.number)).toMatchObject({ tenant_id: b.id });
  expect(await app.query('select outbound_did_id from extensions where id = $1', [phone.id])).toEqual([
    { outbound_did_id: home.id },
  ]);
  expect(await counts(a.id, b.id)).toEqual([2, 1]);
});

test('a number reassigned and released again belongs to its latest tenant', async () => {
  const [a, b] = [await tenant(), await tenant()];
  const { id, number: lost } = await number();
  await assign(id, a.id);
  await cancel(a);
  await assign(id, b.id, { acknowledgeAgeing: true });
  await release(id);
  expect(await reactivate(a.id)).toMatchObject({
    restoredDids: [],
    lostDids: [lost],
  });
});

test('assigning a number during a cancellation is refused, or the number is released with the others', async () => {
  for (let round = 0; round < 8; round++) {
    const closing = await tenant();
    const { id } = await number();
    const [answer] = await Promise.all([assign(id, closing.id), cancel(closing)]);
    expect(['200', '409 tenant_cancelled']).toContain(refusal(answer));
    expect(await app.query('select tenant_id, status from dids where id = $1', [id])).toEqual([
      { tenant_id: null, status: 'UNASSIGNED' },
    ]);
  }
});

test('only unassigned numbers outside quarantine can be removed from the inventory', async () => {
  const { id: tenantId } = await tenant();
  const [typo, used] = [await number(), await number()];
  expect(refusal(await stranger('DELETE', `/dids/${typo.id}`))).toBe('404 not_found');
  expect((await admin('DELETE', `/dids/${typo.id}`)).status).toBe(204);
  expect((await audit(typo.id)).at(-1)).toMatchObject({ action: 'did.deleted', before: { number: typo.number } });
  expect((await stranger('POST', '/dids', { numbers: [typo.number] })).body.added).toHaveLength(1);
  await assign(used.id, tenantId);
  expect(refusal(await admin('DELETE', `/dids/${used.id}`))).toBe('409 did_not_available');
  await release(used.id);
  expect(refusal(await admin('DELETE', `/dids/${used.id}`))).toBe('409 did_ageing');
});

test('the inventory filters, searches by digits, sorts and pages', async () => {
  const lister = (await app.user('partner_admin', { partnerId: await app.partner('Lister') })).call;
  const { id: tenantId, name } = await tenant(lister);
  const range = '+13125550100-+13125550104';
  const added = (await lister('POST', '/dids', { numbers: [range] })).body.added as { id: string; number: string }[];
  const [first, second] = added as [{ id: string; number: string }, { id: string }];
  await lister('POST', '/dids/assign-many', { tenantId, didIds: [first.id, second.id] });
  await lister('POST', `/dids/${first.id}/release`);

  const list = async (query: string) => {
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { status, body } = await lister('GET', `/dids?limit=2&${query}${cursor}`);
      expect(status).toBe(200);
      seen.push(...(body.items as { number: string }[]).map((item) => item.number.slice(-1)));
      if (body.nextCursor === null) return `${seen.join('')} of ${body.total}`;
      cursor = `&cursor=${body.nextCursor}`;
    }
  };
  expect(await list('')).toBe('01234 of 5');
  expect(await list('sort=-number')).toBe('43210 of 5');
  expect(await list('sort=-releasedAt')).toMatch(/^0\d{4} of 5$/);
  expect(await list('sort=status')).toMatch(/^1\d{4} of 5$/);
  expect(await list('status=ASSIGNED')).toBe('1 of 1');
  expect(await list(`tenantId=${tenantId}`)).toBe('1 of 1');
  expect(await list('search=(312) 555-0103')).toBe('3 of 1');
  expect(await list('search=nothing')).toBe(' of 0');
  const { body } = await lister('GET', '/dids?status=ASSIGNED');
  expect(body.items).toMatchObject([{ tenantId, tenantName: name, status: 'ASSIGNED' }]);
  expect(refusal(await lister('GET', '/dids?sort=releasedAt&cursor=x'))).toBe('422 invalid');
});

test('a forwarding number is parsed like a number of the inventory', async () => {
  const { id: tenantId } = await tenant();
  const { id } = await number();
  await assign(id, tenantId);
  const path = `/tenants/${tenantId}/dids/${id}`;
  const to = (text: string) => admin('PATCH', path, { routing: { kind: 'external', number: text } });
  for (const text of ['+1 202 555 0177', '(202) 555-0177', 'tel:+1-202-555-0177', '+12025550177']) {
    expect((await to(text)).body).toMatchObject({ routing: { kind: 'external', number: '+12025550177' } });
  }
  for (const text of ['+1212555', '+999123456789', '+10005550201', '+19115550201', '+12120550101', '911']) {
    expect(await to(text), text).toMatchObject({ status: 422, body: { errors: [{ path: 'routing.number' }] } });
    expect(await admin('POST', '/dids', { numbers: [text] }), text).toMatchObject({ status: 422 });
    const imported = await admin('POST', '/dids/import', { csv: `number\n${text}` });
    expect(imported.body, text).toMatchObject({ added: [], refused: [{ line: 2, code: 'invalid' }] });
  }
});

test('many numbers are assigned and released with as many statements as two, each with its own entry in the audit log', async () => {
  const pool = openPool(app.database.urls.app, 'counted');
  const db = openDb(pool);
  const { id: tenantId } = await tenant();
  const numbersFrom = (first: number, many: number) =>
    Array.from({ length: many }, (_, n) => `+1646555${String(first + n)}`);
  const statementsFor = (work: (tx: Tx) => Promise<unknown>): Promise<number> =>
    asPartner(db, partnerId, async (tx) => {
      let statements = 0;
      const counted = tx.withPlugin({
        transformQuery: ({ node }) => {
          statements += 1;
          return node;
        },
        transformResult: ({ result }) => Promise.resolve(result),
      });
      await work(counted);
      return statements;
    });
  const take = async (numbers: string[]) => {
    const didIds = await asPartner(db, partnerId, (tx) => insertDids(tx, partnerId, numbers));
    const assigning = await statementsFor((tx) =>
      assignNumbers(tx, SYSTEM, { tenantId, acknowledgeAgeing: true, didIds }, now),
    );
    const releasing = await statementsFor((tx) =>
      releaseNumbers(tx, SYSTEM, { partnerId, didIds, clearCallerIds: () => Promise.resolve(), now }),
    );
    return [assigning, releasing];
  };
  const few = await take(numbersFrom(7000, 2));
  expect(await take(numbersFrom(8000, 40))).toEqual(few);
  const events = await app.query<{ action: string; many: number }>(
    "select action, count(distinct target_id)::int as many from audit_events where tenant_id = $1 and action like 'did.%' group by action order by action",
    [tenantId],
  );
  expect(events).toEqual([
    { action: 'did.assigned', many: 42 },
    { action: 'did.released', many: 42 },
  ]);
  await pool.end();
});

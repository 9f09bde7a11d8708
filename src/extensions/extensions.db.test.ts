import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../../test/app.ts';
import { registerPhone } from '../../test/contacts.ts';
import { createTenant } from '../../test/tenants.ts';
import { newId } from '../platform/values/ids.ts';

let app: TestApp;
let partnerId: string;
let person: ApiUser;
let admin: ApiUser['call'];

beforeAll(async () => {
  app = await createTestApp();
  partnerId = await app.partner('Partner');
  person = await app.user('partner_admin', { partnerId });
  admin = person.call;
});
afterAll(() => app.close());

async function tenant(): Promise<{ id: string; prefix: string; path: string }> {
  const { id, prefix, path } = await createTenant(admin);
  return { id, prefix, path: `${path}/extensions` };
}
const add = async (path: string, number: string, more = {}) => {
  const { status, body } = await admin('POST', path, { number, name: `Phone ${number}`, ...more });
  expect(status).toBe(201);
  return body as { id: string; sipUsername: string; version: number };
};
let lastNumber = 12_025_550_000;
/** Gives the tenant a number. */
async function giveNumber(tenantId: string): Promise<{ id: string; number: string }> {
  const { body } = await admin('POST', '/dids', { numbers: [`+${++lastNumber}`] });
  const [did] = body.added as [{ id: string; number: string }];
  expect((await admin('POST', `/dids/${did.id}/assign`, { tenantId })).status).toBe(200);
  return did;
}
const register = (sipUsername: string) => registerPhone(app.query, sipUsername);
const registered = async (tenantId: string) =>
  (
    await app.query<{ endpoint: string }>('select endpoint from asterisk.ps_contacts where tenant_id = $1', [tenantId])
  ).map((contact) => contact.endpoint);
const didRow = async (id: string) => (await app.query('select * from dids where id = $1', [id]))[0];
const extensionsOf = async (id: string) =>
  (await app.query<{ n: number }>('select extensions_count as n from tenants where id = $1', [id]))[0]!.n;
const rowOf = async (id: string) => (await app.query('select * from extensions where id = $1', [id]))[0]!;
const audit = (id: string) =>
  app.query<{ action: string; actor_id: string; tenant_id: string; ip: string; before: unknown; after: unknown }>(
    'select * from audit_events where target_id = $1 order by id',
    [id],
  );
const refusal = ({ status, body }: { status: number; body: { code?: string } | null }) =>
  `${status} ${body?.code ?? ''}`.trim();

test('Asterisk accepts a new phone at once with the password shown', async () => {
  const { path, prefix, id: tenantId } = await tenant();
  const { id, sipUsername } = await add(path, '101');
  expect(sipUsername).toBe(`${prefix}-101`);

  const { body: shown, headers } = await admin('GET', `${path}/${id}/credentials`, undefined, {
    host: 'pbx.example:3000',
  });
  expect(shown).toMatchObject({ sipUsername, domain: 'pbx.example', port: 5060 });
  expect(headers['cache-control']).toBe('no-store');
  const password = shown.sipPassword;
  expect(password).toMatch(/^[a-zA-Z2-9]{20,}$/);
  const digest = createHash('md5').update(`${sipUsername}:phones:${password}`).digest('hex');
  const [auth] = await app.query('select * from asterisk.ps_auths where id = $1', [sipUsername]);
  expect(auth).toMatchObject({ username: sipUsername, md5_cred: digest, realm: 'phones' });
  const [endpoint] = await app.query('select * from asterisk.ps_endpoints where id = $1', [sipUsername]);
  expect(endpoint).toMatchObject({ accountcode: tenantId });
});

test('no secret is stored in the clear or written to the audit trail', async () => {
  const { path } = await tenant();
  const { id } = await add(path, '101');
  const { body } = await admin('GET', `${path}/${id}/credentials`);
  const password = body.sipPassword;
  const { sealed_password: sealed, ha1, ...others } = await rowOf(id);
  expect((sealed as Buffer).includes(password)).toBe(false);
  expect(JSON.stringify(others)).not.toContain(password);
  const trail = JSON.stringify(await audit(id));
  expect(trail).not.toContain(password);
  expect(trail).not.toContain(ha1);
  for (const { body: seen } of [await admin('GET', path), await admin('GET', `${path}/${id}`)]) {
    expect(JSON.stringify(seen)).not.toContain(password);
    expect(JSON.stringify(seen)).not.toContain(ha1);
  }
});

test('each view of a secret is audited with the user and the IP address', async () => {
  const { path, id: tenantId } = await tenant();
  const { id } = await add(path, '101');
  await admin('GET', `${path}/${id}/credentials`);
  await admin('GET', `${path}/${id}/credentials`);
  const looks = (await audit(id)).filter((event) => event.action === 'extension.credentials_shown');
  expect(looks).toHaveLength(2);
  expect(looks[0]).toMatchObject({ actor_id: person.id, tenant_id: tenantId, ip: '127.0.0.1' });
});

test('a reader never sees a secret', async () => {
  const { path } = await tenant();
  const { id } = await add(path, '101');
  const reader = (await app.user('partner_user', { partnerId })).call;
  expect((await reader('GET', `${path}/${id}`)).status).toBe(200);
  for (const method of ['GET', 'POST'] as const) {
    expect(refusal(await reader(method, `${path}/${id}/credentials`))).toBe('403 forbidden');
  }
  expect((await audit(id)).map((event) => event.action)).toEqual(['extension.created']);
});

test('a reset sets a new password and unregisters the phone until it uses that', async () => {
  const { path, id: tenantId } = await tenant();
  const { id, sipUsername } = await add(path, '101');
  const other = await add(path, '102');
  await register(sipUsername);
  await register(other.sipUsername);
  const { body: before } = await admin('GET', `${path}/${id}/credentials`);
  const { body: after } = await admin('POST', `${path}/${id}/credentials`);
  expect(after.sipPassword).not.toBe(before.sipPassword);
  const digest = createHash('md5').update(`${sipUsername}:phones:${after.sipPassword}`).digest('hex');
  expect(await app.query('select md5_cred from asterisk.ps_auths where id = $1', [sipUsername])).toEqual([
    { md5_cred: digest },
  ]);
  expect(await app.query('select endpoint from asterisk.ps_contacts where tenant_id = $1', [tenantId])).toEqual([
    { endpoint: other.sipUsername },
  ]);
});

test('an extension number is used once, even under concurrent adds', async () => {
  const { path, id } = await tenant();
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => admin('POST', path, { number: '101', name: 'Front desk' })),
  );
  expect(answers.map(refusal).toSorted()).toEqual(['201', ...Array<string>(7).fill('409 number_taken')]);
  expect(await extensionsOf(id)).toBe(1);
  expect(
    await app.query("select from audit_events where tenant_id = $1 and action = 'extension.created'", [id]),
  ).toHaveLength(1);
});

test('a suspended or cancelled tenant gets no new extension; those of a suspended one can still be edited', async () => {
  const { path, id, prefix } = await tenant();
  const phone = await add(path, '101');
  await admin('POST', `/tenants/${id}/suspend`, {});
  expect(refusal(await admin('POST', path, { number: '102', name: 'New' }))).toBe('409 tenant_suspended');
  // invalid input is reported before the tenant's status
  expect(refusal(await admin('POST', path, { number: '1', name: 'New' }))).toBe('422 invalid');
  expect((await admin('PATCH', `${path}/${phone.id}`, { name: 'Counter' })).status).toBe(200);
  await admin('POST', `/tenants/${id}/cancel`, { confirmName: prefix });
  expect(refusal(await admin('POST', path, { number: '102', name: 'New' }))).toBe('409 tenant_cancelled');
  expect(refusal(await admin('PATCH', `${path}/${phone.id}`, { name: 'Again' }))).toBe('409 tenant_cancelled');
  expect((await admin('GET', path)).status).toBe(200);
});

test('a stale edit is refused, and an edit is audited with what changed', async () => {
  const { path } = await tenant();
  const { id, version } = await add(path, '101');
  const mine = { 'if-match': `"${version}"` };
  const first = await admin('PATCH', `${path}/${id}`, { name: 'Kitchen', ringSeconds: 40 }, mine);
  expect(first).toMatchObject({ status: 200, body: { name: 'Kitchen', ringSeconds: 40, version: version + 1 } });
  expect(first.headers.etag).toBe(`"${version + 1}"`);
  expect(refusal(await admin('PATCH', `${path}/${id}`, { name: 'Office' }, mine))).toBe('412 stale_version');
  expect(refusal(await admin('DELETE', `${path}/${id}`, undefined, mine))).toBe('412 stale_version');
  // no change, no audit event
  expect((await admin('PATCH', `${path}/${id}`, { name: 'Kitchen' })).body.version).toBe(version + 1);
  expect(await audit(id)).toMatchObject([
    { action: 'extension.created' },
    {
      action: 'extension.edited',
      before: { name: 'Phone 101', ringSeconds: 25 },
      after: { name: 'Kitchen', ringSeconds: 40 },
    },
  ]);
});

test('number, user name and secrets cannot be edited', async () => {
  const { path } = await tenant();
  const { id } = await add(path, '101');
  for (const field of ['number', 'sipUsername', 'ha1', 'sipPassword', 'tenantId']) {
    const { status, body } = await admin('PATCH', `${path}/${id}`, { [field]: '102' });
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ path: field }]);
  }
});

test('deleting an extension refuses its phone and unroutes its numbers; a call in progress continues', async () => {
  const { path, id: tenantId } = await tenant();
  const { id, sipUsername } = await add(path, '101');
  const did = await giveNumber(tenantId);
  await admin('PATCH', `/tenants/${tenantId}/dids/${did.id}`, { routing: { kind: 'extension', extensionId: id } });
  await register(sipUsername);
  await app.query(
    `insert into live_calls (id, tenant_id, direction, from_number, to_number, extension_id, node, channel_id)
     values ($1, $2, 'outbound', '101', '+12025550199', $3, 'n', 'c')`,
    [newId(), tenantId, id],
  );
  expect((await admin('DELETE', `${path}/${id}`)).status).toBe(204);
  expect(refusal(await admin('GET', `${path}/${id}`))).toBe('404 not_found');
  expect(await app.query('select from asterisk.ps_endpoints where id = $1', [sipUsername])).toEqual([]);
  expect(await registered(tenantId)).toEqual([]);
  expect(await didRow(did.id)).toMatchObject({
    status: 'ASSIGNED',
    routing_kind: 'none',
    routing_target_id: null,
  });
  expect(await app.query('select from live_calls where tenant_id = $1', [tenantId])).toHaveLength(1);
  expect((await audit(id)).at(-1)).toMatchObject({
    action: 'extension.deleted',
    before: { number: '101' },
    after: { unroutedNumbers: [did.number] },
  });
  expect(await extensionsOf(tenantId)).toBe(0);
});

test('another tenant’s extension responds as if it did not exist', async () => {
  const [mine, other] = [await tenant(), await tenant()];
  const own = await add(mine.path, '101');
  const foreign = await add(other.path, '101');
  const stranger = (await app.user('partner_admin', { partnerId: await app.partner('Stranger') })).call;
  const neighbour = (await app.user('tenant_admin', { tenantId: mine.id })).call;
  const absent = await admin('GET', `${mine.path}/${newId()}`);
  const plain = (body: Record<string, unknown>) => ({ ...body, requestId: null });
  const attempts = [
    await admin('GET', `${mine.path}/${foreign.id}`),
    await admin('PATCH', `${mine.path}/${foreign.id}`, { name: '' }),
    await admin('DELETE', `${mine.path}/${foreign.id}`),
    await admin('GET', `${mine.path}/${foreign.id}/credentials`),
    await admin('POST', `${mine.path}/${foreign.id}/credentials`),
    await neighbour('GET', other.path),
    await neighbour('GET', `${other.path}/${foreign.id}/credentials`),
    await stranger('GET', mine.path),
    await stranger('GET', `${mine.path}/${own.id}`),
    await stranger('POST', mine.path, { number: '1' }),
    await admin('GET', `${mine.path}/not-an-id`),
  ];
  for (const attempt of attempts) {
    expect(attempt.status).toBe(404);
    expect(plain(attempt.body)).toEqual(plain(absent.body));
  }
  expect((await audit(foreign.id)).map((event) => event.action)).toEqual(['extension.created']);
});

test('the caller ID can only be a number of the same tenant', async () => {
  const [mine, other] = [await tenant(), await tenant()];
  const { id } = await add(mine.path, '101');
  const own = await giveNumber(mine.id);
  const foreign = await giveNumber(other.id);
  for (const outboundCallerIdDidId of [foreign.id, newId()]) {
    const { status, body } = await admin('PATCH', `${mine.path}/${id}`, { outboundCallerIdDidId });
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ path: 'outboundCallerIdDidId' }]);
  }
  const set = await admin('PATCH', `${mine.path}/${id}`, { outboundCallerIdDidId: own.id });
  expect(set.body.outboundCallerIdDidId).toBe(own.id);
});

test('presence follows the phone, and an expired registration doesn’t count', async () => {
  const { path, id: tenantId } = await tenant();
  const phones = await Promise.all(['101', '102', '103', '104', '105'].map((number) => add(path, number)));
  for (const phone of phones.slice(0, 4)) await register(phone.sipUsername);
  await app.query('update asterisk.ps_contacts set expiration_time = 1 where endpoint = $1', [phones[0]!.sipUsername]);
  const call = (direction: string, extension: string | null, to: string, answered: boolean) =>
    app.query(
      `insert into live_calls (id, tenant_id, direction, from_number, to_number, extension_id, node, channel_id, answered_at)
       values ($1, $2, $3, 'x', $4, $5, 'n', 'c', $6)`,
      [newId(), tenantId, direction, to, extension, answered ? new Date() : null],
    );
  await call('internal', phones[2]!.id, '104', true);
  await call('inbound', phones[1]!.id, '+12025550100', false);
  await app.query('update live_calls set ringing = $1', [[phones[3]!.id]]);
  const { body } = await admin('GET', path);
  const items = body.items as { number: string; presence: string }[];
  expect(items.map(({ number, presence }) => `${number} ${presence}`)).toEqual([
    '101 Offline',
    '102 Available',
    '103 On a call',
    '104 Ringing',
    '105 Offline',
  ]);
});

test('lists in numeric order or by name, page by page, and searches by part of either', async () => {
  const { path } = await tenant();
  for (const [number, name] of [
    ['1001', 'anna'],
    ['998', 'Zoe'],
    ['101', 'Bert'],
  ] as const)
    await add(path, number, { name });
  const numbers = async (query: string) => {
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { status, body } = await admin('GET', `${path}?limit=2&${query}${cursor}`);
      expect(status).toBe(200);
      seen.push(...(body.items as { number: string }[]).map((item) => item.number));
      if (body.nextCursor === null) return { seen, total: body.total };
      cursor = `&cursor=${body.nextCursor}`;
    }
  };
  expect(await numbers('sort=number')).toEqual({ seen: ['101', '998', '1001'], total: 3 });
  expect(await numbers('sort=-number')).toEqual({ seen: ['1001', '998', '101'], total: 3 });
  expect(await numbers('sort=name')).toEqual({ seen: ['1001', '101', '998'], total: 3 });
  expect(await numbers('sort=-createdAt')).toEqual({ seen: ['101', '998', '1001'], total: 3 });
  expect(await numbers('search=BER')).toEqual({ seen: ['101'], total: 1 });
  expect(await numbers('search=01')).toEqual({ seen: ['101', '1001'], total: 2 });
  const { body } = await admin('GET', `${path}?limit=1&sort=name`);
  expect(refusal(await admin('GET', `${path}?sort=number&cursor=${body.nextCursor}`))).toBe('422 invalid');
});

test('deleting an extension while a number is being routed to it leaves no dangling route', async () => {
  const { path, id: tenantId } = await tenant();
  for (let round = 0; round < 5; round++) {
    const { id } = await add(path, `20${round}`);
    const did = await giveNumber(tenantId);
    const [routed, removed] = await Promise.all([
      admin('PATCH', `/tenants/${tenantId}/dids/${did.id}`, { routing: { kind: 'extension', extensionId: id } }),
      admin('DELETE', `${path}/${id}`),
    ]);
    expect([200, 422]).toContain(routed.status);
    expect(removed.status).toBe(204);
    expect(await didRow(did.id)).toMatchObject({ routing_kind: 'none', routing_target_id: null });
  }
});

test.each(['911', '933', '9911', '1911', '988', '211', '811', '112', '999', '000'])(
  '%s can’t be an extension’s number, whatever the tenant’s country',
  async (number) => {
    const { id, path } = await tenant();
    for (const country of ['US', null]) {
      const address = { street: '1 Main St', city: 'New York', state: 'NY', postalCode: '10001', country };
      await app.query('update tenants set e911_address = $2 where id = $1', [id, country && JSON.stringify(address)]);
      expect(await admin('POST', path, { number, name: 'Front desk' })).toMatchObject({
        status: 422,
        body: { code: 'reserved_number', errors: [{ path: 'number' }] },
      });
    }
  },
);

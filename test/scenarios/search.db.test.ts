import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../app.ts';
import { insertInvoice } from '../invoices.ts';

/** Searches with names, numbers and addresses as people write them, not as they are stored. */
let app: TestApp;
let admin: ApiUser;
let cafe: string;
let invoiceId: string;
let tableId: string;

beforeAll(async () => {
  app = await createTestApp();
  const partnerId = await app.partner('Northwind');
  admin = await app.user('partner_admin', { partnerId });
  const tenant = async (name: string, sipPrefix: string, billingEmail = ''): Promise<string> =>
    (await admin.call('POST', '/tenants', { name, sipPrefix, billingEmail, status: 'ACTIVE' })).body.id;
  cafe = await tenant('Café de la Gare', 'cafegare', 'Kasse@Müller.example');
  await tenant('Harbor Dental', 'harbor');
  await tenant('100% Organic_Foods', 'organic');
  await admin.call('POST', `/tenants/${cafe}/extensions`, { number: '4321', name: 'Küche Nord' });
  await admin.call('POST', `/tenants/${cafe}/users`, {
    email: 'ann@müller.example',
    name: 'Ann Méliès',
    role: 'tenant_user',
    password: 'correct horse battery',
  });
  const { body } = await admin.call('POST', '/dids', { numbers: ['+12125550101', '+442079460958'] });
  for (const did of body.added) await admin.call('POST', `/dids/${did.id}/assign`, { tenantId: cafe });
  invoiceId = await insertInvoice(app.query, { partnerId, tenantId: cafe, billed: 'Corner Bakery' });
  tableId = (await admin.call('POST', '/rate-tables', { name: 'Standard', currency: 'USD' })).body.id;
  const csv = 'Prefix,Destination,Per minute,Increments\n4420,United Kingdom London,0.02,60/60\n33,France,0.02,60/60\n';
  expect((await admin.call('POST', `/rate-tables/${tableId}/import`, { csv })).status).toBe(200);
});
afterAll(() => app.close());

const found = async (path: string, search: string): Promise<unknown[]> => {
  const { body } = await admin.call('GET', `${path}?search=${encodeURIComponent(search)}`);
  expect(body.total).toBe(body.items.length);
  return body.items.map((item: Record<string, unknown>) => item.name ?? item.tenantName ?? item.number);
};

describe('tenants', () => {
  test.each([
    'Cafe\u0301',
    'CAFÉ',
    'gare café',
    '  la   de ',
    'kasse@müller.example',
    'Kasse@xn--mller-kva.example',
    'cafegare',
    '+12125550101',
    '12125550101',
    '(212) 555-0101',
    '212.555.0101',
    '555-0101',
    '011 44 20 7946 0958',
    '+44 (0)20 7946 0958',
    '0101',
  ])('the café is found by %j', async (search) => {
    expect(await found('/tenants', search)).toEqual(['Café de la Gare']);
  });

  test.each(['gare dental', 'garekasse', 'de la bar', '9999', '%', '_', 'G_re', "'", '\\'])(
    '%j finds no café',
    async (search) => {
      expect(await found('/tenants', search)).not.toContain('Café de la Gare');
    },
  );

  test('SQL wildcards are plain characters', async () => {
    expect(await found('/tenants', '100% organic_')).toEqual(['100% Organic_Foods']);
  });

  test('by number and status, paged and as CSV', async () => {
    expect(await found('/tenants', '212555')).toHaveLength(1);
    const { body } = await admin.call('GET', '/tenants?search=555-0101&status=TRIAL');
    expect(body).toMatchObject({ items: [], total: 0 });
    const { text } = await admin.call('GET', '/tenants/export?search=555-0101');
    expect(text.trim().split('\n')).toHaveLength(2);
  });

  test('not by another partner’s number', async () => {
    const other = await app.user('partner_admin', { partnerId: await app.partner('Contoso') });
    await other.call('POST', '/tenants', { name: 'Theirs', sipPrefix: 'theirs' });
    expect((await other.call('GET', '/tenants?search=555-0101')).body.total).toBe(0);
  });
});

test.each(['4321', 'nord ku\u0308che', 'cafegare-4321', '43 küche'])('an extension is found by %j', async (search) => {
  expect(await found(`/tenants/${cafe}/extensions`, search)).toEqual(['Küche Nord']);
});

test.each(['méliès ann', 'ann@müller.example', 'ANN@XN--MLLER-KVA.EXAMPLE'])(
  'a user is found by %j',
  async (search) => {
    expect(await found(`/tenants/${cafe}/users`, search)).toEqual(['Ann Méliès']);
  },
);

test.each(['(212) 555-0101', '212-555', 'tel:+12125550101'.slice(4), '1 212'])(
  'a number is found by %j',
  async (search) => {
    const { body } = await admin.call('GET', `/dids?search=${encodeURIComponent(search)}`);
    expect(body.items.map((did: { number: string }) => did.number)).toEqual(['+12125550101']);
  },
);

test('numbers are found by the tenant that has them', async () => {
  const { body } = await admin.call('GET', `/dids?search=${encodeURIComponent('gare cafe\u0301')}`);
  expect(body.total).toBe(2);
});

test.each(['Bakery Corner', 'corner', 'inv-00', 'bakery INV-'])('an invoice is found by %j', async (search) => {
  const { body } = await admin.call('GET', `/invoices?search=${encodeURIComponent(search)}`);
  expect(body.items.map((invoice: { id: string }) => invoice.id)).toEqual([invoiceId]);
});

test.each(['+44 20', '4420', 'Kingdom London', 'united lon'])('a rate is found by %j', async (search) => {
  const { body } = await admin.call('GET', `/rate-tables/${tableId}/rates?search=${encodeURIComponent(search)}`);
  expect(body.items.map(({ prefix }: { prefix: string }) => prefix)).toEqual(['4420']);
});

describe('in a tenant’s country', () => {
  const of = async (country: string, number: string): Promise<string> => {
    const sipPrefix = `in${country.toLowerCase()}`;
    const { id } = (await admin.call('POST', '/tenants', { name: country, sipPrefix, status: 'ACTIVE' })).body;
    const address = { street: 'Street 1', city: 'City', state: '', postalCode: '10000', country };
    await app.query('update tenants set e911_address = $2 where id = $1', [id, address]);
    await admin.call('POST', `/tenants/${id}/contacts`, { name: 'Ada', numbers: [{ number }] });
    return `/tenants/${id}/contacts`;
  };

  test.each([
    ['GB', '+442079460958', '020 7946 0958'],
    ['GB', '+442079460958', '020 7946'],
    ['GB', '+442079460958', '0958'],
    ['MX', '+525512345678', '55 1234 5678'],
    ['IN', '+919876543210', '98765 43210'],
  ])('%s finds %s by %j', async (country, number, search) => {
    const contacts = (inCountry[country] ??= await of(country, number));
    expect(await found(contacts, search)).toEqual(['Ada']);
  });
  const inCountry: Record<string, string> = {};
});

test.each(['020 7946 0958', '20 7946'])('a partner finds the tenant with a British number by %j', async (search) => {
  expect(await found('/tenants', search)).toEqual(['Café de la Gare']);
});

test.each(['harbor', 'dental harbor'])('limits are found by %j', async (search) => {
  expect(await found('/limits', search)).toEqual(['Harbor Dental']);
});

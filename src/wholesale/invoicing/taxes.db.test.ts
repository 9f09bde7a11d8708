import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWholesaleTest, type WholesaleTest } from '../../../test/wholesale.ts';

let wholesale: WholesaleTest;
beforeAll(async () => {
  wholesale = await createWholesaleTest();
});
afterAll(() => wholesale.close());

const SALES_TAX = {
  kind: 'percent',
  name: 'State',
  validFrom: '2026-01-01',
  ratePpm: 88_750,
  sharePpm: 1_000_000,
  on: ['tenants', 'extensions', 'numbers', 'calls', 'late_calls'],
  onTaxes: ['911 fee'],
};
const LEVY = { kind: 'perExtension', name: '911 fee', validFrom: '2026-01-01', amount: '0.75' };
const taxesOf = async (partnerId: string) => {
  const found = [];
  for (const { id } of await wholesale.invoicesOf(partnerId)) {
    const { net, tax, total, taxes, exemption } = await wholesale.detailOf(id);
    found.push({ net, tax, total, taxes, exemption });
  }
  return found;
};

test('taxes of the terms are on the invoice, in the list and in the export', async () => {
  const partner = await wholesale.partnerWith({ taxes: [LEVY, SALES_TAX] });
  await wholesale.called(partner, 1_000_000);
  await wholesale.run();
  // 31.00 for the tenant, 6.20 for two extensions, 1.00 for calls; the levy is 2 × 0.75; 8.875 % of 39.70 is 3.523
  expect(await taxesOf(partner.id)).toEqual([
    {
      net: '38.20',
      tax: '5.02',
      total: '43.22',
      taxes: [
        { name: '911 fee', detail: '2 × 0.75 USD', amount: '1.50' },
        { name: 'State', detail: '8.875 % of 39.70 USD', amount: '3.52' },
      ],
      exemption: null,
    },
  ]);
  const [listed] = (await partner.admin.call('GET', '/wholesale-invoices')).body.items;
  expect(listed).toMatchObject({ net: '38.20', tax: '5.02', total: '43.22', due: '43.22' });
  expect((await partner.admin.call('GET', '/wholesale-invoices/export')).text).toContain('USD,38.20,5.02,43.22,');
});

test('a tax is charged only on the lines that it names', async () => {
  const partner = await wholesale.partnerWith({
    taxes: [{ ...SALES_TAX, ratePpm: 100_000, on: ['calls'], onTaxes: [] }],
  });
  await wholesale.called(partner, 5_000_000);
  await wholesale.run();
  expect(await taxesOf(partner.id)).toMatchObject([{ tax: '0.50', taxes: [{ detail: '10 % of 5.00 USD' }] }]);
});

test('a cycle keeps the taxes of its beginning, and a tax that starts during it applies if it is in effect on the last day', async () => {
  const tax = { ...SALES_TAX, ratePpm: 100_000, on: ['tenants'], onTaxes: [] };
  const partner = await wholesale.partnerWith({
    extensionFee: '0.00',
    numberFee: '0.00',
    taxes: [tax, { ...tax, ratePpm: 200_000, validFrom: '2026-10-31' }],
  });
  wholesale.clock.now = new Date('2026-10-20T12:00Z');
  const without = await wholesale.put(partner.id, { extensionFee: '0.00', numberFee: '0.00', taxes: [] });
  expect(without.body.taxes).toEqual([]);
  await wholesale.run(new Date('2026-12-01T09:00Z'));
  expect((await taxesOf(partner.id)).map(({ tax: amount }) => amount)).toEqual(['6.20', '0.00']);
});

test('a partner with a valid certificate pays none, and the invoice names it', async () => {
  const taxExemption = { certificate: 'ST-120 881', validFrom: null, validUntil: '2026-11-29' };
  const partner = await wholesale.partnerWith({ taxes: [LEVY] });
  // it counts for the cycle that runs
  wholesale.clock.now = new Date('2026-10-20T12:00Z');
  expect((await wholesale.put(partner.id, { taxExemption })).body).toMatchObject({ taxExemption, taxes: [LEVY] });
  await wholesale.run(new Date('2026-12-01T09:00Z'));
  expect(await taxesOf(partner.id)).toMatchObject([
    { tax: '0.00', taxes: [], exemption: 'ST-120 881' },
    { tax: '1.50', exemption: null },
  ]);
});

test('terms that are left out stay unchanged, and errors name the field', async () => {
  const partner = await wholesale.partnerWith({ taxes: [LEVY] });
  expect((await wholesale.put(partner.id, { tenantFee: '1.00' })).body.taxes).toEqual([LEVY]);
  const pathsOf = async (terms: object) =>
    (await wholesale.put(partner.id, { ...terms })).body.errors?.map(({ path }: { path: string }) => path);
  expect(await pathsOf({ taxes: [{ ...LEVY, amount: '0.755' }] })).toEqual(['taxes.0.amount']);
  expect(await pathsOf({ taxes: [SALES_TAX] })).toEqual(['taxes.0.onTaxes']);
  expect(await pathsOf({ taxes: [{ ...SALES_TAX, onTaxes: [], on: ['plan'] }] })).toEqual(['taxes.0.on.0']);
  expect(
    await pathsOf({ taxExemption: { certificate: 'A', validFrom: '2026-02-01', validUntil: '2026-01-01' } }),
  ).toEqual(['taxExemption.validUntil']);
});

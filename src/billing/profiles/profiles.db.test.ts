import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { createFixtures, type Fixtures } from '../../../test/fixtures.ts';
import { asPartner, type Tx } from '../../platform/db/db.ts';
import { newId } from '../../platform/values/ids.ts';
import { createTable, deleteTable } from '../../rates/rate-tables.ts';
import { findTable } from '../../rates/sql.ts';
import { TenantCreate } from '../../tenants/contract.ts';
import { readDefaults, saveDefaults } from '../../tenants/defaults/defaults.ts';
import { createTenant } from '../../tenants/tenants.ts';
import { BillingProfileCreate, BillingProfilePatch, ProfileTenantQuery } from '../contract.ts';
import { findProfile } from '../sql.ts';
import { listProfileTenants, listVersions } from './profile-uses.ts';
import { createProfile, editProfile, readProfile, deleteProfile } from './profiles.ts';

let fixtures: Fixtures;
let made = 0;
beforeAll(async () => {
  fixtures = await createFixtures();
});
afterAll(() => fixtures.close());

const within = <R>(work: (tx: Tx) => Promise<R>): Promise<R> => asPartner(fixtures.db, fixtures.partnerId, work);
const add = (terms: z.input<typeof BillingProfileCreate>['terms'] = {}, currency = 'USD') =>
  within((tx) =>
    createProfile(
      tx,
      fixtures.admin,
      fixtures.partnerId,
      BillingProfileCreate.parse({ name: `Plan ${++made}`, currency, terms }),
    ),
  );
const edit = (id: string, patch: z.input<typeof BillingProfilePatch>) =>
  within(async (tx) => {
    const found = await findProfile(tx, id);
    if (!found) throw new Error('It is gone.');
    return editProfile(tx, fixtures.admin, { found, patch: BillingProfilePatch.parse(patch), ifMatch: null });
  });
const remove = (id: string) =>
  within(async (tx) => {
    const found = await findProfile(tx, id);
    if (found) await deleteProfile(tx, fixtures.admin, found, null);
  });
const table = (currency: string) =>
  within((tx) => createTable(tx, fixtures.admin, fixtures.partnerId, { name: `Rates ${++made}`, currency }));
const removeRates = (id: string) =>
  within(async (tx) => {
    const found = await findTable(tx, id);
    if (found) await deleteTable(tx, fixtures.admin, found, null);
  });
const tenant = (input: { billingProfileId?: string } = {}) =>
  within((tx) =>
    createTenant(tx, fixtures.admin, {
      partnerId: fixtures.partnerId,
      input: TenantCreate.parse({ name: `Bakery ${++made}`, sipPrefix: `bak${made}`, status: 'ACTIVE', ...input }),
    }),
  );
const levy = (amount: string) => ({ kind: 'perNumber' as const, name: 'Levy', validFrom: '2026-01-01', amount });
const faultsOf = (work: Promise<unknown>) =>
  work.then(
    () => [],
    (error: { errors?: { path: string }[] }) => (error.errors ?? []).map(({ path }) => path),
  );

describe('terms', () => {
  test('charge nothing at first, and show fees in the currency’s main unit', async () => {
    const profile = await add({
      monthlyFee: '25',
      extensionFee: '4.5',
      includedMinutes: 500,
      includedClasses: ['domestic'],
    });
    expect(profile.terms).toMatchObject({ monthlyFee: '25.00', extensionFee: '4.50', setupFee: '0.00', billingDay: 1 });
    expect(profile).toMatchObject({ termsNumber: 1, tenantsCount: 0, isDefault: false });
    expect((await add({ monthlyFee: '1500' }, 'JPY')).terms.monthlyFee).toBe('1500');
    expect((await add({ monthlyFee: '1.234' }, 'KWD')).terms.monthlyFee).toBe('1.234');
  });

  test('with a fee finer than the currency are refused at that fee', async () => {
    expect(await faultsOf(add({ monthlyFee: '25.001', setupFee: '1.005' }))).toEqual([
      'terms.monthlyFee',
      'terms.setupFee',
    ]);
    expect(await faultsOf(add({ extensionFee: '0.5' }, 'JPY'))).toEqual(['terms.extensionFee']);
  });

  test('with a fee above the limit of the currency are refused at that fee', async () => {
    const dong = await add({ monthlyFee: '2500000', taxes: [levy('1000000')] }, 'VND');
    expect(dong.terms).toMatchObject({ monthlyFee: '2500000', taxes: [{ amount: '1000000' }] });
    expect((await add({ monthlyFee: '10000000000.00' }, 'IDR')).terms.monthlyFee).toBe('10000000000.00');
    expect(await faultsOf(add({ monthlyFee: '10000000000.01' }, 'IDR'))).toEqual(['terms.monthlyFee']);
    expect(await faultsOf(add({ monthlyFee: '2500000', taxes: [levy('1000000.01')] }))).toEqual([
      'terms.monthlyFee',
      'terms.taxes.0.amount',
    ]);
  });

  test('make a new version when they change, and earlier versions are kept', async () => {
    const { id } = await add({ monthlyFee: '25' });
    await edit(id, { terms: { monthlyFee: '30' } });
    await edit(id, { terms: { monthlyFee: '30.00' } });
    const { terms, termsNumber, version } = await edit(id, { name: 'Renamed', terms: { billingDay: 15 } });
    expect([terms.monthlyFee, terms.billingDay, termsNumber, version]).toEqual(['30.00', 15, 3, 3]);
    const { items } = await within((tx) => listVersions(tx, id));
    expect(items.map(({ number, terms: said }) => [number, said.monthlyFee, said.billingDay])).toEqual([
      [3, '30.00', 15],
      [2, '30.00', 1],
      [1, '25.00', 1],
    ]);
    const [event] = await fixtures.rows<{ before: object; after: object }>(
      `select before, after from audit_events where action = 'billing_profile.edited' and target_id = $1 order by id desc limit 1`,
      [id],
    );
    expect(event?.before).toMatchObject({ billingDay: 1 });
    expect(event?.after).toEqual({ name: 'Renamed', billingDay: 15 });
  });
});

describe('a rate table', () => {
  test('of another currency or another partner is refused', async () => {
    const euros = await table('EUR');
    expect(await faultsOf(add({ outboundRates: euros.id, inboundRates: newId() }))).toEqual([
      'terms.outboundRates',
      'terms.inboundRates',
    ]);
  });

  test('can’t be deleted while tenants are billed by it', async () => {
    const { id: rates } = await table('USD');
    const { id, name } = await add({ outboundRates: rates });
    await expect(removeRates(rates)).rejects.toMatchObject({ code: 'rate_table_in_use', extra: { profiles: [name] } });
    await tenant({ billingProfileId: id });
    await edit(id, { terms: { outboundRates: null } });
    // the current cycle began with it
    await expect(removeRates(rates)).rejects.toMatchObject({ code: 'rate_table_in_use' });
    await fixtures.rows('update billing_cycles set invoiced_at = now() where invoiced_at is null');
    await removeRates(rates);
    expect(await fixtures.rows('select id from rate_tables where id = $1', [rates])).toEqual([]);
  });
});

describe('who uses a profile', () => {
  test('is listed with the terms of the current cycle and the beginning of the next', async () => {
    const { id } = await add();
    const bakery = await tenant({ billingProfileId: id });
    await edit(id, { terms: { monthlyFee: '9' } });
    const query = ProfileTenantQuery.parse({});
    const { items, total } = await within((tx) => listProfileTenants(tx, id, query, new Date()));
    expect(total).toBe(1);
    expect(items).toEqual([
      { id: bakery.id, name: bakery.name, status: 'ACTIVE', termsNumber: 1, nextCycleAt: expect.any(String) },
    ]);
    await expect(remove(id)).rejects.toMatchObject({ code: 'profile_in_use' });
  });

  test('includes new tenants if it is the default', async () => {
    const { id } = await add();
    await within(async (tx) => {
      const defaults = await readDefaults(tx, fixtures.partnerId);
      await saveDefaults(tx, fixtures.admin, {
        partnerId: fixtures.partnerId,
        input: { ...defaults, defaultBillingProfileId: id },
        ifMatch: null,
      });
    });
    expect((await tenant()).billingProfileId).toBe(id);
    expect(await within((tx) => readProfile(tx, id))).toMatchObject({ tenantsCount: 1, isDefault: true });
  });

  test('is nobody after the last tenant leaves it, though its cycles keep their terms', async () => {
    const { id } = await add({ monthlyFee: '25' });
    const bakery = await tenant({ billingProfileId: id });
    await fixtures.rows('update tenants set billing_profile_id = null where id = $1', [bakery.id]);
    await edit(id, { terms: { monthlyFee: '30' } });
    await remove(id);
    const left = await fixtures.rows<{ profile_id: null; fee: string }>(
      `select v.profile_id, v.terms->>'monthlyFee' as fee from billing_profile_versions v join billing_cycles c on c.profile_version_id = v.id
       where c.tenant_id = $1`,
      [bakery.id],
    );
    expect(left).toEqual([{ profile_id: null, fee: '2500' }]);
  });
});

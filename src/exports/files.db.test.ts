import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPurgeFixtures, type FullTenant, type PurgeFixtures } from '../../test/scenarios/purge-fixtures.ts';
import { newId } from '../platform/values/ids.ts';
import { PURGE } from '../retention/rules.ts';
import { tenantColumns } from '../retention/sql.ts';
import { FILES, filesOf } from './files.ts';
import { LEFT_OUT } from './rules.ts';

let fixtures: PurgeFixtures;
let tenant: FullTenant;

beforeAll(async () => {
  fixtures = await createPurgeFixtures();
  tenant = await fixtures.fullTenant();
  const { force } = fixtures;
  await force('update flows set published = 1 where tenant_id = $1', [tenant.id]);
  await force(
    `update call_charges set call_id = (select id from calls where tenant_id = $1 limit 1) where tenant_id = $1`,
    [tenant.id],
  );
  await force(
    `update refunds set state = 'succeeded', booked_minor = amount_minor, booked_on = current_date, booked_at = now() where tenant_id = $1`,
    [tenant.id],
  );
});
afterAll(() => fixtures.close());

const EXPORTED = Object.entries(FILES).flatMap(([file, { tables }]) => tables.map((table) => [table, file] as const));

test('every table with data of a tenant is in one file, or has a reason for being left out', async () => {
  const columns = await fixtures.worker.transaction().execute(tenantColumns);
  const known = new Set([...PURGE.map(({ table }) => table), ...columns.map(({ table }) => table)]);
  const named = [...EXPORTED.map(([table]) => table), ...Object.keys(LEFT_OUT)];
  expect(named.toSorted()).toEqual([...known].toSorted());
});

test.each(EXPORTED)('the rows of %s are in %s', async (table, file) => {
  const now = new Date();
  const read = async () => {
    let content = '';
    for await (const part of filesOf(fixtures.worker, tenant.id, now)[file]?.() ?? []) content += part;
    return content;
  };
  const move = (from: string, to: string) =>
    fixtures.force(`update ${table} set tenant_id = $2 where tenant_id = $1`, [from, to]);
  const elsewhere = newId();
  const whole = await read();
  await move(tenant.id, elsewhere);
  const without = await read();
  await move(elsewhere, tenant.id);
  expect(without).not.toBe(whole);
});

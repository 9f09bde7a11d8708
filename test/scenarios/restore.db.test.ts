import { afterAll, beforeAll, expect, test } from 'vitest';
import { tenantColumns } from '../../src/retention/sql.ts';
import { createPurgeFixtures, type FullTenant, type PurgeFixtures } from './purge-fixtures.ts';

/** A reactivated tenant has the same rows as before, in every table with a tenant's id. */
let fixtures: PurgeFixtures;
beforeAll(async () => {
  fixtures = await createPurgeFixtures();
});
afterAll(() => fixtures.close());

/** Tables that record the cancellation and reactivation, or what phones do by themselves. */
const NOT_WHAT_IT_HAS: Record<string, string> = {
  audit_events: 'both are events',
  queued_events: 'the same, for programs',
  manifests: 'the deletion’s manifest stays',
  mails: 'sent mails aren’t part of the tenant',
  service_periods: 'the time in between is recorded',
  'asterisk.ps_contacts': 'phones register again by themselves',
};
/** Columns that may differ. */
const MAY_DIFFER: Record<string, Record<string, string>> = {
  tenants: { version: 'both were changes' },
  extensions: { version: 'the caller ID went and came back' },
  dids: {
    version: 'released and assigned again',
    released_at: 'the inventory remembers the release',
    last_tenant_id: 'the same',
    last_tenant_name: 'the same',
  },
};

type Row = Record<string, unknown>;
type State = Record<string, Row[]>;

async function stateOf(tenantId: string): Promise<State> {
  const columns = await fixtures.worker.transaction().execute(tenantColumns);
  const places = [...columns, { table: 'tenants', column: 'id' }].filter(
    ({ table, column }) => !(table in NOT_WHAT_IT_HAS) && column !== 'last_tenant_id',
  );
  const state: State = {};
  for (const { table, column } of places) {
    const found = await fixtures.query<{ row: Row }>(`select to_jsonb(t) as row from ${table} t where ${column} = $1`, [
      tenantId,
    ]);
    const rows = found.map(({ row }) => without(row, Object.keys(MAY_DIFFER[table] ?? {})));
    state[table] = rows.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
  }
  return state;
}

const without = (row: Row, names: string[]): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));

async function good(method: string, path: string, body?: unknown): Promise<any> {
  const answer = await fixtures.admin.call(method, path, body);
  expect(answer.status, `${method} ${path}: ${answer.text}`).toBeLessThan(300);
  return answer.body;
}

/** Adds a number, routes it, and makes it an extension's caller ID. */
async function giveNumber(at: string, number: string, routing: object): Promise<{ id: string; extId: string }> {
  const { id } = (await good('POST', '/dids', { numbers: [number] })).added[0];
  await good('POST', `/dids/${id}/assign`, { tenantId: at.split('/').at(-1) });
  await good('PATCH', `${at}/dids/${id}`, { routing });
  const extension = { number: number.slice(-4), name: 'Desk', outboundCallerIdDidId: id, ringSeconds: 40 };
  return { id, extId: (await good('POST', `${at}/extensions`, extension)).id };
}

/** A tenant with a row in every table that can have one. */
async function furnish(tenant: FullTenant): Promise<{ kept: { id: string; extId: string }; given: typeof kept }> {
  const at = `/tenants/${tenant.id}`;
  const address = { street: '1 Main St', unit: '', city: 'Reno', state: 'NV', postalCode: '89501', country: 'US' };
  await good('PATCH', at, { e911Address: address, defaultCnam: 'BAKERY' });
  await good('PUT', `${at}/limits`, { ...(await good('GET', `${at}/limits`)), maxDids: 9, alertThresholdPercent: 70 });
  const user = { email: `${tenant.sipPrefix}@people.example`, name: 'Joe', role: 'tenant_user' };
  await good('POST', `${at}/users`, { ...user, password: 'a password of its own' });
  await good('POST', `${at}/suspend`, { reason: 'past_due' });
  await good('POST', `${at}/reactivate`, {});
  const kept = await giveNumber(at, '+12125551111', { kind: 'external', number: '+12025550199' });
  return { kept, given: await giveNumber(at, '+12125552222', { kind: 'none' }) };
}

test('a restore brings back users and passwords, extensions, numbers with their routing, limits, calls and files', async () => {
  const tenant = await fixtures.fullTenant();
  const { kept, given } = await furnish(tenant);
  const [before, files] = [await stateOf(tenant.id), fixtures.files(tenant.id)];
  const secrets = [before.users!.map((row) => row.password_hash), before.extensions!.flatMap((row) => [row.ha1, row.sealed_password])]; // prettier-ignore
  expect(secrets.map((some) => some.filter((secret) => typeof secret === 'string').length)).toEqual([1, 6]);

  await good('DELETE', `/tenants/${tenant.id}`, { confirmName: tenant.name });
  expect((await stateOf(tenant.id)).dids).toEqual([]);
  const other = await good('POST', '/tenants', { name: 'Other', sipPrefix: 'other' });
  await good('POST', `/dids/${given.id}/assign`, { tenantId: other.id, acknowledgeAgeing: true });
  const { lostDids, restoredDids } = await good('POST', `/tenants/${tenant.id}/reactivate`, {});

  expect(lostDids).toEqual(['+12125552222']);
  expect(restoredDids).toContain('+12125551111');
  const after = await stateOf(tenant.id);
  expect(after.extensions!.find(({ id }) => id === kept.extId)).toMatchObject({ outbound_did_id: kept.id });
  expect(after).toEqual(withoutNumber(before, given.id));
  expect(fixtures.files(tenant.id)).toEqual(files);
});

/** The state before, except for a number that another tenant has now. */
function withoutNumber(state: State, didId: string): State {
  return {
    ...state,
    dids: state.dids!.filter(({ id }) => id !== didId),
    extensions: state.extensions!.map((row) =>
      row.outbound_did_id === didId ? { ...row, outbound_did_id: null } : row,
    ),
    tenants: state.tenants!.map((row) => ({ ...row, dids_count: Number(row.dids_count) - 1 })),
  };
}

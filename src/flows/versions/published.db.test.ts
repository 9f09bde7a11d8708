import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { createTenant, type TestTenant } from '../../../test/tenants.ts';
import { asTenant } from '../../platform/db/db.ts';
import { newId } from '../../platform/values/ids.ts';
import { publishedFlows } from './published.ts';

let app: TestApp;
let tenant: TestTenant;
let other: TestTenant;
beforeAll(async () => {
  app = await createTestApp();
  const admin = (await app.user('partner_admin', { partnerId: await app.partner('Partner') })).call;
  [tenant, other] = [await createTenant(admin, { extensions: [] }), await createTenant(admin, { extensions: [] })];
});
afterAll(() => app.close());

const content = (name: string, targetFlows: string | null) => ({
  name,
  fallback: { kind: 'message', prompts: [] },
  nodes: [
    { id: 'n1', name: 'Start', kind: 'start', exits: { next: 'n2' } },
    { id: 'n2', name: 'On', kind: 'goTo', flowId: targetFlows, exits: {} },
  ],
});

async function publish(id: string, number: number, targetFlows: string | null, of = tenant.id): Promise<string> {
  const version = newId();
  await app.query("insert into flows (id, tenant_id, name) values ($1, $2, 'Flow') on conflict do nothing", [id, of]);
  await app.query(
    `insert into flow_versions (id, flow_id, tenant_id, number, content, uses, goes_to, published_at, publisher, editors)
     values ($1, $2, $3, $4, $5, $6::uuid[], $6::uuid[], now(), 'Ann', '{}')`,
    [
      version,
      id,
      of,
      number,
      JSON.stringify(content(`${id} ${number}`, targetFlows)),
      targetFlows === null ? [] : [targetFlows],
    ],
  );
  await app.query('update flows set published = $2 where id = $1', [id, number]);
  return version;
}

const read = (id: string, tenantId = tenant.id) => asTenant(app.db, tenantId, (tx) => publishedFlows(tx, tenantId, id));

test('a flow is loaded with every flow that calls can continue to, each at its published version, even in a circle', async () => {
  const [a, b, c] = [newId(), newId(), newId()];
  const [ofA, ofB, ofC] = [await publish(a, 1, b), await publish(b, 1, c), await publish(c, 1, a)];
  const first = await read(a);
  expect(new Map([...(first ?? [])].map(([id, { versionId }]) => [id, versionId]))).toEqual(
    new Map([[a, ofA], [b, ofB], [c, ofC]]), // prettier-ignore
  );
  const later = await publish(b, 2, null);
  expect([...((await read(a)) ?? [])].map(([, { versionId }]) => versionId).toSorted()).toEqual(
    [ofA, later].toSorted(),
  );
  // what was read earlier is unchanged
  expect(first?.get(b)?.versionId).toBe(ofB);
});

test('another tenant’s flow is not found, even if a flow leads to it', async () => {
  const [ours, theirs] = [newId(), newId()];
  await publish(theirs, 1, null, other.id);
  await publish(ours, 1, theirs);
  expect(await read(theirs)).toBeNull();
  expect([...((await read(ours)) ?? new Map()).keys()]).toEqual([ours]);
  expect(await read(newId())).toBeNull();
});

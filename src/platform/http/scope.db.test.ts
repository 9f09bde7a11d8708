import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { inContext, type Tx } from '../db/db.ts';
import { oneRow } from '../db/rows.ts';
import { newId } from '../values/ids.ts';
import type { Caller } from './caller.ts';
import { endpoint } from './endpoint.ts';
import { contextOf, enterScope } from './scope.ts';

let app: TestApp;
let caller: Caller;
let own: string;
let foreign: string;

beforeAll(async () => {
  app = await createTestApp();
  const [partnerId, other] = [await app.partner('Northwind Voice'), await app.partner('Southwind Voice')];
  const tenantOf = async (of: string, sipPrefix: string): Promise<string> => {
    const admin = await app.user('partner_admin', { partnerId: of });
    return (await admin.call('POST', '/tenants', { name: 'Bakery', sipPrefix })).body.id;
  };
  own = await tenantOf(partnerId, 'bakery');
  foreign = await tenantOf(other, 'florist');
  caller = {
    id: newId(),
    email: 'admin@partner.example',
    name: 'Admin',
    role: 'partner_admin',
    partner: { id: partnerId, name: 'Northwind Voice' },
    tenant: null,
    ip: null,
    requestId: null,
    endsAt: null,
    via: 'session',
  };
});
afterAll(() => app.close());

const contextIn = (tx: Tx) =>
  oneRow(
    tx,
    sql<{ tenant: string | null; partner: string | null }>`select ctx_tenant() as tenant, ctx_partner() as partner`,
  );

const reading = endpoint({
  id: 'readThing',
  method: 'GET',
  path: '/tenants/{tenantId}/thing',
  scope: 'tenant',
  permission: 'things',
  summary: 'Read',
  description: 'Reads.',
});
const writing = { ...reading, method: 'PUT' } as const;

test.each([reading, writing])(
  '$method of a tenant: the transaction leaves the partner for the tenant',
  async (route) => {
    const after = await inContext(app.db, contextOf('tenant', caller), async (tx) => {
      await enterScope(tx, route, { allows: () => true, caller, params: { tenantId: own } });
      return contextIn(tx);
    });
    expect(after).toEqual({ tenant: own, partner: null });
  },
);

test.each([reading, writing])(
  '$method of another partner’s tenant is 404, and the context stays as it was',
  async (route) => {
    const after = await inContext(app.db, contextOf('tenant', caller), async (tx) => {
      const entering = enterScope(tx, route, { allows: () => true, caller, params: { tenantId: foreign } });
      await expect(entering).rejects.toMatchObject({ code: 'not_found' });
      return contextIn(tx);
    });
    expect(after).toEqual({ tenant: null, partner: caller.partner?.id });
  },
);

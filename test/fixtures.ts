import pg from 'pg';
import { DESTINATIONS } from '../src/destinations.ts';
import type { Destination } from '../src/destinations/contract.ts';
import { assignNumbers } from '../src/numbers/assignment.ts';
import { addNumbers } from '../src/numbers/inventory.ts';
import { routeNumber } from '../src/numbers/routing.ts';
import { asPartner, type Db, inContext, openDb, openPool } from '../src/platform/db/db.ts';
import type { Caller } from '../src/platform/http/caller.ts';
import { newId } from '../src/platform/values/ids.ts';
import { TEST_SECRET_KEY } from './cluster.ts';
import { registerPhone } from './contacts.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

/** A database with a partner and its admin, and helpers for tests of a tenant's lifecycle. */
export type Fixtures = Awaited<ReturnType<typeof createFixtures>>;

let lastNumber = 12_025_550_000;

export async function createFixtures() {
  const database: TestDatabase = await createTestDatabase();
  const pool = openPool(database.urls.app, 'test', 12);
  const db: Db = openDb(pool);
  // bypasses row-level security, to see every row
  const superuser = new pg.Pool({ connectionString: database.urls.superuser, max: 2 });
  superuser.on('error', () => {});
  const partnerId = newId();
  await superuser.query('insert into partners (id, name) values ($1, $2)', [partnerId, 'Test Partner']);
  const admin: Caller = {
    id: newId(),
    email: 'admin@partner.example',
    name: 'Admin',
    role: 'partner_admin',
    partner: { id: partnerId, name: 'Test Partner' },
    tenant: null,
    ip: '127.0.0.1',
    requestId: null,
    endsAt: null,
    via: 'session',
  };
  await superuser.query(
    "insert into users (id, email, name, role, partner_id) values ($1, $2, $3, 'partner_admin', $4)",
    [admin.id, admin.email, admin.name, partnerId],
  );

  const rows = async <T>(text: string, values: unknown[] = []): Promise<T[]> =>
    (await superuser.query(text, values)).rows as T[];
  const assign = (number: string, tenantId: string) =>
    asPartner(db, partnerId, async (tx) => {
      const [did] = await rows<{ id: string }>('select id from dids where number = $1', [number]);
      await assignNumbers(tx, admin, { tenantId, acknowledgeAgeing: true, didIds: [did!.id] }, new Date());
    });

  return {
    database,
    db,
    partnerId,
    admin,
    secretKey: TEST_SECRET_KEY,
    rows,
    assign,
    /** Adds a number to the inventory, assigns it, and routes it. */
    async giveNumber(tenantId: string, routing: Destination): Promise<string> {
      const number = `+${++lastNumber}`;
      await asPartner(db, partnerId, (tx) => addNumbers(tx, admin, { partnerId, entries: [number], now: new Date() }));
      await assign(number, tenantId);
      const [did] = await rows<{ id: string }>('select id from dids where number = $1', [number]);
      await inContext(db, { tenantId }, (tx) =>
        routeNumber(tx, admin, {
          tenant: { id: tenantId, partnerId },
          id: did!.id,
          to: routing,
          ifMatch: null,
          destinations: DESTINATIONS,
        }),
      );
      return number;
    },
    register: (endpoint: string) => registerPhone(rows, endpoint),
    async contacts(tenantId: string): Promise<number> {
      return (await rows('select from asterisk.ps_contacts where tenant_id = $1', [tenantId])).length;
    },
    async number(number: string): Promise<Record<string, unknown>> {
      return (await rows<Record<string, unknown>>('select * from dids where number = $1', [number]))[0]!;
    },
    async auditActions(tenantId: string): Promise<string[]> {
      const events = await rows<{ action: string }>(
        'select action from audit_events where tenant_id = $1 order by id',
        [tenantId],
      );
      return events.map((event) => event.action);
    },
    async close(): Promise<void> {
      await pool.end();
      await superuser.end();
    },
  };
}

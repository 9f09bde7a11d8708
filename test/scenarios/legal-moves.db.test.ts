import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chainEvents } from '../../src/audit/sql.ts';
import { type Actor, SYSTEM } from '../../src/platform/caller.ts';
import { asNobody, type Db, inContext, openDb, openPool, type Tx } from '../../src/platform/db.ts';
import { AppError } from '../../src/platform/errors.ts';
import { newId } from '../../src/platform/ids.ts';
import { SUSPENSION_REASONS, type SuspensionReason, type Tenant, TENANT_STATUSES } from '../../src/tenants/contract.ts';
import { reactivateTenant, suspendTenant } from '../../src/tenants/lifecycle.ts';
import { RETENTION_MS } from '../../src/tenants/rules.ts';
import { toTenant } from '../../src/tenants/tenants.ts';
import { createTestApp, type Person, type TestApp } from '../app.ts';
import { type Event, type Moment, replay } from './tenant-trail.ts';

/**
 * Several tenants of one partner, each moved about by four actors at once while its numbers and phones are worked on too. Afterwards the
 * audit trail alone must tell each tenant's life: in legal moves only, with a place for every answer that was given, and to the very end.
 */
const LONG = process.env.LONG === '1';
const AT_ONCE = 4;
const SEQUENCES = LONG ? 10_000 : 120;

let app: TestApp;
let pool: ReturnType<typeof openPool>;
let worker: Db;
let partnerId: string;
let admin: Person;
let operator: Actor;

beforeAll(async () => {
  app = await createTestApp();
  partnerId = await app.partner('Partner');
  admin = await app.person('partner_admin', { partnerId });
  operator = { ...SYSTEM, ...(await app.person('operator')), role: 'operator' };
  pool = openPool(app.database.urls.worker, 'test jobs', 4);
  worker = openDb(pool);
});
afterAll(async () => {
  await app.close();
  await pool.end();
});

type World = { id: string; name: string; prefix: string; numbers: string[]; neighbour: () => World };
/** What an actor was told: the tenant as it then was, or why not. */
type Told = { wish: Wish; tenant?: Tenant; refusal?: { code: string; status: number; requestId?: string } };

const reason = fc.constantFrom(...SUSPENSION_REASONS);
const lift = fc.record({ reasons: fc.uniqueArray(reason, { minLength: 1, maxLength: 2 }) }, { requiredKeys: [] });
const wishes = {
  /** the modal: all fields, the status among them */
  patch: fc.record({ status: fc.constantFrom(...TENANT_STATUSES), defaultCnam: fc.constantFrom('A', 'B', undefined) }),
  route: fc.oneof(
    fc.record({ suspend: reason }),
    fc.record({ reactivate: lift }),
    fc.record({ reactivate: fc.record({ status: fc.constantFrom('ACTIVE' as const, 'TRIAL' as const) }) }),
    fc.record({ cancel: fc.constantFrom('by its name', 'by its name', 'by its name', 'by another name') }),
  ),
  operator: fc.oneof(fc.record({ suspend: reason }), fc.record({ reactivate: lift })),
  job: fc.oneof(
    fc.record({ suspend: fc.constantFrom<SuspensionReason>('past_due', 'spend_cap') }),
    fc.record({ reactivate: fc.record({ reasons: fc.constantFrom<SuspensionReason[]>(['past_due'], ['spend_cap']) }) }),
  ),
  /** people at work in the tenant meanwhile */
  work: fc.oneof(
    fc.record({ take: fc.nat(1) }),
    fc.record({ release: fc.nat(1) }),
    fc.record({ give: fc.nat(1) }),
    fc.record({ extensions: fc.constant(2) }),
  ),
};
type Wish = { [Who in keyof typeof wishes]: { who: Who; what: (typeof wishes)[Who] extends fc.Arbitrary<infer W> ? W : never } }[keyof typeof wishes]; // prettier-ignore

const script = fc.record({
  born: fc.constantFrom('TRIAL' as const, 'ACTIVE' as const, 'SUSPENDED' as const),
  actors: fc.tuple(
    ...Object.entries(wishes).map(([who, what]) =>
      fc.array(
        (what as fc.Arbitrary<unknown>).map((wish) => ({ who, what: wish }) as Wish),
        { minLength: 1, maxLength: 4 },
      ),
    ),
  ),
});

let made = 0;
async function makeTenant(born: string, neighbour: () => World): Promise<World> {
  const n = ++made;
  const [name, prefix] = [`Tenant ${n}`, `t${n.toString(36)}xx`];
  const { body } = await admin.call('POST', '/tenants', { name, sipPrefix: prefix, status: born });
  const numbers = [newId(), newId()];
  for (const [i, did] of numbers.entries())
    await app.query('insert into dids (id, partner_id, number) values ($1, $2, $3)', [did, partnerId, numberOf(n, i)]);
  return { id: body.id, name, prefix, numbers, neighbour };
}
const numberOf = (tenant: number, i: number): string => `+1202${String(2_000_000 + 2 * tenant + i)}`;

/** As a job or the operator does it: the operation itself, in a transaction of its own. */
async function operate(db: Db, id: string, by: Actor, wish: Told['wish'], what: (tx: Tx, by: Actor) => Promise<Tenant>): Promise<Told> { // prettier-ignore
  const requestId = newId();
  try {
    const tenant = await inContext(db, { partnerId, tenantId: id }, (tx) => what(tx, { ...by, requestId }));
    return { wish, tenant };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { wish, refusal: { code: error.code, status: error.status, requestId } };
  }
}

async function ask(wish: Wish, method: string, path: string, body: unknown): Promise<Told> {
  const { status, body: answer } = await admin.call(method, path, body);
  if (status >= 300) return { wish, refusal: answer };
  const tenant = answer.tenant ?? answer;
  return 'suspensionReasons' in tenant ? { wish, tenant } : { wish };
}

async function carryOut(world: World, wish: Wish): Promise<Told> {
  const at = `/tenants/${world.id}`;
  const { who, what } = wish;
  if (who === 'patch') return ask(wish, 'PATCH', at, { ...what, confirmName: world.name });
  if (who === 'work') return work(world, wish, what);
  if (who === 'route') {
    if ('cancel' in what) {
      const confirmName = what.cancel === 'by its name' ? world.name : 'Tenant';
      return ask(wish, 'POST', `${at}/cancel`, { confirmName });
    }
    if ('suspend' in what) return ask(wish, 'POST', `${at}/suspend`, { reason: what.suspend });
    return ask(wish, 'POST', `${at}/reactivate`, what.reactivate);
  }
  const [db, by] = who === 'job' ? [worker, SYSTEM] : [app.db, operator];
  return operate(db, world.id, by, wish, async (tx, actor) => {
    if ('suspend' in what) return toTenant(await suspendTenant(tx, actor, world.id, { reason: what.suspend }));
    return toTenant((await reactivateTenant(tx, actor, world.id, what.reactivate, new Date())).row);
  });
}

async function work(world: World, wish: Wish, what: Extract<Wish, { who: 'work' }>['what']): Promise<Told> {
  const assign = (did: string, tenantId: string) =>
    ask(wish, 'POST', `/dids/${did}/assign`, { tenantId, acknowledgeAgeing: true });
  if ('take' in what) return assign(world.numbers[what.take]!, world.id);
  if ('give' in what) return assign(world.numbers[what.give]!, world.neighbour().id);
  if ('release' in what) return ask(wish, 'POST', `/dids/${world.numbers[what.release]}/release`, {});
  const added = Array.from({ length: what.extensions }, () => {
    const number = String(1000 + ++made);
    return ask(wish, 'POST', `/tenants/${world.id}/extensions`, { number, name: number });
  });
  return (await Promise.all(added)).find(({ refusal }) => refusal) ?? { wish };
}

async function chain(): Promise<void> {
  while ((await asNobody(worker, (tx) => chainEvents(tx, 1000))) > 0);
}

/** Every refusal is one that a person can act on, and left nothing behind. */
const REFUSALS = ['wrong_status', 'reason_kept', 'name_mismatch', 'tenant_cancelled', 'tenant_suspended'].concat(
  'did_not_available',
);

async function expectTrail(world: World, told: Told[]): Promise<void> {
  const rows = await app.query<Event & { number: string; request_id: string }>(
    `select e.action, e.actor_role, e.target_id, e.before, e.after, e.request_id, d.number
     from audit_events e join audit_chain c on c.event_id = e.id left join dids d on d.id::text = e.target_id::text
     where e.tenant_id = $1 order by c.seq`,
    [world.id],
  );
  const moments = replay(rows, (did) => rows.find((row) => row.target_id === did)!.number);
  const recorded = new Set(rows.map((row) => row.request_id));
  for (const { wish, tenant, refusal } of told) {
    const told = JSON.stringify({ wish, tenant, refusal });
    if (tenant) expectPlace(tenant, moments, told);
    if (!refusal) continue;
    expect(REFUSALS, told).toContain(refusal.code);
    expect(recorded.has(refusal.requestId!), told).toBe(false);
  }
  await expectPresent(world, moments.at(-1)!);
}

/** An answer describes the tenant as the trail has it at that version: no acknowledged change is lost. */
function expectPlace(tenant: Tenant, moments: Moment[], told: string): void {
  const moment = moments.find(({ version }) => version === tenant.version);
  expect(moment, told).toBeDefined();
  const { status, own, operator: kept } = moment!;
  expect({ status: tenant.status, reasons: tenant.suspensionReasons }, told).toEqual({
    status,
    reasons: [...new Set([...own, ...kept])],
  });
  expect(tenant.cancelledAt !== null, told).toBe(status === 'CANCELLED');
}

/** What stands in the tables is what the trail leads to. */
async function expectPresent({ id }: World, last: Moment): Promise<void> {
  const [row] = await app.query(
    `select t.status, t.was_active, t.suspension_reasons, t.operator_reasons, t.version, t.dids_count, t.cancelled_at, t.purge_at,
       array(select number from dids where tenant_id = t.id order by number) as numbers,
       (select count(*)::int from manifests where tenant_id = t.id and kind = 'deletion') as manifests,
       array(select run_at from graphile_worker.jobs where key = 'purge:' || t.id) as purges
     from tenants t where id = $1`,
    [id],
  );
  expect(row).toMatchObject({
    status: last.status,
    was_active: last.wasActive,
    suspension_reasons: last.own,
    operator_reasons: last.operator,
    version: last.version,
    numbers: last.numbers,
    dids_count: last.numbers.length,
    manifests: last.cancellations,
  });
  const { cancelled_at, purge_at, purges } = row as { cancelled_at: Date | null; purge_at: Date | null; purges: Date[] };
  expect(cancelled_at !== null).toBe(last.status === 'CANCELLED');
  expect(purge_at).toEqual(cancelled_at && new Date(cancelled_at.getTime() + RETENTION_MS));
  expect(purges).toEqual(purge_at ? [purge_at] : []);
}

async function live(world: World, actors: Wish[][]): Promise<Told[]> {
  const told = await Promise.all(
    actors.map(async (wishes) => {
      const answers: Told[] = [];
      for (const wish of wishes) answers.push(await carryOut(world, wish));
      return answers;
    }),
  );
  return told.flat();
}

it(
  `${SEQUENCES} sequences by four actors at once: legal moves only, and none lost`,
  { timeout: LONG ? 7_200_000 : 120_000 },
  async () => {
    const group = fc.array(script, { minLength: AT_ONCE, maxLength: AT_ONCE });
    const property = fc.asyncProperty(group, async (scripts) => {
      const worlds: World[] = [];
      for (const [i, { born }] of scripts.entries())
        worlds.push(await makeTenant(born, () => worlds[(i + 1) % AT_ONCE]!));
      const told = await Promise.all(worlds.map((world, i) => live(world, scripts[i]!.actors)));
      await chain();
      for (const [i, world] of worlds.entries()) await expectTrail(world, told[i]!);
    });
    // a race does not shrink: what failed is shown as it was
    await fc.assert(property, { numRuns: Math.ceil(SEQUENCES / AT_ONCE), endOnFailure: true });
    const [drift] = await app.query<{ counted: unknown; there: unknown }>(
      `select (select json_object_agg(status, tenants order by status) from tenant_counts where partner_id = $1 and tenants > 0) as counted,
         (select json_object_agg(status, n order by status) from (select status, count(*)::int as n from tenants where partner_id = $1
           group by status) s) as there`,
      [partnerId],
    );
    expect(drift!.counted).toEqual(drift!.there);
  },
);

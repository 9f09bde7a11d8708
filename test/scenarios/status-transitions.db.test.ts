import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chainEvents } from '../../src/audit/sql.ts';
import { asNobody, transactionsRetried } from '../../src/platform/db/db.ts';
import type { Tenant } from '../../src/tenants/contract.ts';
import { RETENTION_MS } from '../../src/tenants/rules.ts';
import { createTestApp, type TestApp } from '../app.ts';
import { createActors, script, type Subject, type Reply } from './lifecycle-actors.ts';
import { type Event, type Moment, replay } from './tenant-trail.ts';

/**
 * Four actors at once change the status of each of several tenants, and others its numbers and phones. Afterwards each tenant's history is
 * reconstructed from only the audit log: with legal transitions, an event for each response, and the final state.
 */
const LONG = process.env.LONG === '1';
const AT_ONCE = 4;
const SEQUENCES = LONG ? 100_000 : 60;

let app: TestApp;
let partnerId: string;
let actors: Awaited<ReturnType<typeof createActors>>;

beforeAll(async () => {
  app = await createTestApp();
  partnerId = await app.partner('Partner');
  actors = await createActors(app, partnerId);
});
afterAll(async () => {
  await actors.close();
  await app.close();
});

/** Refusals that a user can act on. Anything else, especially a deadlock, is a fault. */
const REFUSALS = [
  'wrong_status',
  'reason_kept',
  'name_mismatch',
  'tenant_cancelled',
  'tenant_suspended',
  'did_not_available',
];

async function expectTrail(subject: Subject, replies: Reply[]): Promise<void> {
  const rows = await app.query<Event & { number: string; request_id: string }>(
    `select e.action, e.actor_role, e.target_id, e.before, e.after, e.request_id, d.number
     from audit_events e join audit_chain c on c.event_id = e.id left join dids d on d.id::text = e.target_id::text
     where e.tenant_id = $1 order by c.seq`,
    [subject.id],
  );
  const moments = replay(rows, (did) => rows.find((row) => row.target_id === did)!.number);
  const recorded = new Set(rows.map((row) => row.request_id));
  for (const answer of replies) {
    const { tenant, refusal } = answer;
    const said = JSON.stringify(answer);
    if (tenant) expectPlace(tenant, moments, said);
    if (!refusal) continue;
    expect(REFUSALS, said).toContain(refusal.code);
    expect(recorded.has(refusal.requestId!), said).toBe(false);
  }
  await expectPresent(subject, moments.at(-1)!);
}

/** Expects a response to match the audit log at its version, so that no acknowledged change is lost. */
function expectPlace(tenant: Tenant, moments: Moment[], said: string): void {
  const moment = moments.find(({ version }) => version === tenant.version);
  expect(moment, said).toBeDefined();
  const { status, own, operator } = moment!;
  const reasons = [...new Set([...own, ...operator])];
  expect({ status: tenant.status, reasons: tenant.suspensionReasons }, said).toEqual({ status, reasons });
  expect(tenant.cancelledAt !== null, said).toBe(status === 'CANCELLED');
}

/** Expects the tables to match the audit trail. */
async function expectPresent({ id }: Subject, last: Moment): Promise<void> {
  const [row] = await app.query<{ cancelled_at: Date | null; purge_at: Date | null; purges: Date[] }>(
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
  const { cancelled_at, purge_at, purges } = row!;
  expect(cancelled_at !== null).toBe(last.status === 'CANCELLED');
  expect(purge_at).toEqual(cancelled_at && new Date(cancelled_at.getTime() + RETENTION_MS));
  expect(purges).toEqual(purge_at ? [purge_at] : []);
}

async function chain(): Promise<void> {
  while ((await asNobody(actors.worker, (tx) => chainEvents(tx, 1000))) > 0);
}

test(
  `${SEQUENCES} sequences by four actors at once: legal moves only, and none lost`,
  { timeout: LONG ? 28_800_000 : 120_000 },
  async () => {
    const group = fc.array(script, { minLength: AT_ONCE, maxLength: AT_ONCE });
    const property = fc.asyncProperty(group, async (scripts) => {
      const subjects: Subject[] = [];
      for (const [i, { born }] of scripts.entries())
        subjects.push(await actors.makeSubject(born, () => subjects[(i + 1) % AT_ONCE]!));
      const replies = await Promise.all(subjects.map((subject, i) => actors.live(subject, scripts[i]!.actors)));
      await chain();
      for (const [i, subject] of subjects.entries()) await expectTrail(subject, replies[i]!);
    });
    // races can't be shrunk, so the failing case is shown as it was
    await fc.assert(property, { numRuns: Math.ceil(SEQUENCES / AT_ONCE), endOnFailure: true });
    const counted = await app.query(
      'select status, tenants from tenant_counts where partner_id = $1 and tenants > 0 order by 1',
      [partnerId],
    );
    const there = await app.query(
      'select status, count(*)::int as tenants from tenants where partner_id = $1 group by 1 order by 1',
      [partnerId],
    );
    expect(counted).toEqual(there);
    // with one lock order, no transaction has to be retried
    expect((await transactionsRetried.get()).values).toEqual([{ value: 0, labels: {} }]);
  },
);

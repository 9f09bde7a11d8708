import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inContext } from '../../src/platform/db/db.ts';
import { runWorker } from '../../src/platform/db/jobs/jobs.ts';
import { SYSTEM } from '../../src/platform/http/caller.ts';
import { AppError } from '../../src/platform/http/errors.ts';
import { retentionTasks } from '../../src/retention/jobs.ts';
import { warnOfPurges } from '../../src/retention/warnings.ts';
import { reactivateTenant } from '../../src/tenants/lifecycle/lifecycle.ts';
import type { ApiUser } from '../app.ts';
import {
  createPurgeFixtures,
  expectNothingLeft,
  type FullTenant,
  type PurgeFixtures,
  RETENTION_OVER,
} from './purge-fixtures.ts';

const LONG = process.env.LONG === '1';
const LAST_SECOND = { days: 89, ms: 86_399_000 };

let fixtures: PurgeFixtures;
let operator: ApiUser;
beforeAll(async () => {
  fixtures = await createPurgeFixtures();
  operator = await fixtures.user('operator');
});
afterAll(() => fixtures.close());

const sweep = () =>
  retentionTasks.sweep_retention.run({}, { db: fixtures.worker, config: fixtures.config, log: silent });
const silent = pino({ level: 'silent' });
const jobsOf = (tenantId: string) =>
  fixtures.query<{ run_at: Date }>(
    "select run_at from graphile_worker._private_jobs where key = 'purge:' || $1 and attempts < max_attempts",
    [tenantId],
  );
const exists = async (tenant: FullTenant) =>
  (await fixtures.query('select from tenants where id = $1', [tenant.id])).length === 1;
/** Like the API, but at a given time. */
const reactivate = (tenant: FullTenant, at: Date) =>
  inContext(fixtures.db, { tenantId: tenant.id, partnerId: fixtures.partnerId }, (tx) =>
    reactivateTenant(tx, SYSTEM, { id: tenant.id, input: {}, now: at }),
  );

describe('the clock', () => {
  test('deletes nothing after 89 days, 23:59:59, and everything after 90 days', async () => {
    const tenant = await fixtures.fullTenant();
    await fixtures.cancel(tenant, { days: 89 });
    const before = await fixtures.rowsOf(tenant.id);
    await fixtures.setAge(tenant, LAST_SECOND);
    expect(await fixtures.purge(tenant.id)).toBe('early');
    expect(await fixtures.rowsOf(tenant.id)).toEqual(before);
    expect(fixtures.files(tenant.id).length).toBeGreaterThan(3);
    await expect.poll(() => fixtures.purge(tenant.id)).toBe('purged');
    await expectNothingLeft(fixtures, tenant);
    const [kept] = await fixtures.query(
      "select purged_at - cancelled_at >= interval '2160 hours' as long_enough from tombstones where tenant_id = $1",
      [tenant.id],
    );
    expect(kept).toEqual({ long_enough: true });
  });

  test('schedules the job at cancellation and removes it on reactivation', async () => {
    const tenant = await fixtures.fullTenant();
    await fixtures.admin.call('DELETE', `/tenants/${tenant.id}`, { confirmName: tenant.name });
    const [row] = await fixtures.query<{ purge_at: Date }>('select purge_at from tenants where id = $1', [tenant.id]);
    expect(await jobsOf(tenant.id)).toEqual([{ run_at: row!.purge_at }]);
    await fixtures.admin.call('POST', `/tenants/${tenant.id}/reactivate`, {});
    expect(await jobsOf(tenant.id)).toEqual([]);
  });

  test('finds a lost job in the sweep and runs it', async () => {
    const tenant = await fixtures.fullTenant();
    await fixtures.cancel(tenant, RETENTION_OVER);
    await fixtures.query("delete from graphile_worker._private_jobs where key = 'purge:' || $1", [tenant.id]);
    await sweep();
    const worker = await runWorker({
      databaseUrl: fixtures.database.urls.worker,
      tasks: { purge_tenant: retentionTasks.purge_tenant },
      config: { ...fixtures.config, dataDir: fixtures.dataDir },
      log: silent,
    });
    await expect.poll(() => exists(tenant)).toBe(false);
    await worker.stop();
    await expectNothingLeft(fixtures, tenant);
    expect(await jobsOf(tenant.id)).toEqual([]);
  });
});

describe('a reactivated tenant', () => {
  test('is left alone by a job that still runs', async () => {
    const tenant = await fixtures.fullTenant();
    await fixtures.cancel(tenant, LAST_SECOND);
    await reactivate(tenant, new Date());
    expect(await fixtures.purge(tenant.id)).toBe('not cancelled');
    await sweep();
    expect(await jobsOf(tenant.id)).toEqual([]);
  });

  test('racing with its purge, one of the two wins, never both', async () => {
    const seen = new Set<string>();
    for (let round = 0; round < (LONG ? 200 : 20); round++) {
      const tenant = await fixtures.fullTenant();
      await fixtures.cancel(tenant, RETENTION_OVER);
      // on a machine whose clock is slow, there seems to be time left
      const behind = new Date(Date.now() - 60_000);
      const [first, second] = round % 2 === 0 ? [0, round % 8] : [round % 8, 0];
      const [purge, back] = await Promise.all([
        pause(first).then(() => fixtures.purge(tenant.id)),
        pause(second)
          .then(() => reactivate(tenant, behind))
          .then(({ row }) => row.status, codeOf),
      ]);
      const [row] = await fixtures.query('select status from tenants where id = $1', [tenant.id]);
      const calls = (await fixtures.rowsOf(tenant.id))['calls.tenant_id'];
      seen.add([purge, back === 'not_found' ? 'window_over' : back, row?.status ?? 'nothing', calls].join(', '));
    }
    expect([...seen].toSorted()).toEqual(['not cancelled, ACTIVE, ACTIVE, 3', 'purged, window_over, nothing, 0']);
  });
});

const codeOf = (error: unknown): unknown => (error instanceof AppError ? error.code : error);

describe('a legal hold', () => {
  const hold = (tenant: FullTenant) => `/operator/tenants/${tenant.id}/legal-hold`;

  test('stops the purge until it is lifted; then the purge runs at once', async () => {
    const tenant = await fixtures.fullTenant();
    await fixtures.cancel(tenant, RETENTION_OVER);
    const placed = await operator.call('PUT', hold(tenant), { reason: 'court order 12' });
    expect(placed.body).toMatchObject({ status: 'CANCELLED', reason: 'court order 12' });
    expect(await fixtures.purge(tenant.id)).toBe('held');
    await sweep();
    expect(await exists(tenant)).toBe(true);
    expect((await operator.call('DELETE', hold(tenant))).body).toMatchObject({ reason: null, version: 0 });
    const [job] = await jobsOf(tenant.id);
    expect(job!.run_at.getTime()).toBeLessThanOrEqual(Date.now());
    expect(await fixtures.purge(tenant.id)).toBe('purged');
    await expectNothingLeft(fixtures, tenant);
  });

  test('belongs to the operator and is audited in the operator’s trail', async () => {
    const tenant = await fixtures.fullTenant();
    expect((await fixtures.admin.call('PUT', hold(tenant), { reason: 'x' })).status).toBe(403);
    expect((await fixtures.admin.call('GET', hold(tenant))).status).toBe(403);
    expect((await operator.call('PUT', hold(tenant), {})).status).toBe(422);
    await operator.call('PUT', hold(tenant), { reason: 'first' });
    await operator.call('PUT', hold(tenant), { reason: 'first' });
    await operator.call('PUT', hold(tenant), { reason: 'second' });
    await operator.call('DELETE', hold(tenant));
    await operator.call('DELETE', hold(tenant));
    const events = await fixtures.query(
      `select action, partner_id, tenant_id, actor_id from audit_events
       where target_id = $1 and action like 'legal-hold.%' order by id`,
      [tenant.id],
    );
    const row = { partner_id: null, tenant_id: tenant.id, actor_id: operator.id };
    expect(events).toEqual([
      { action: 'legal-hold.placed', ...row },
      { action: 'legal-hold.placed', ...row },
      { action: 'legal-hold.lifted', ...row },
    ]);
    const { body } = await operator.call('GET', '/operator/audit-events?action=legal-hold');
    expect(body.items).toHaveLength(events.length + 2);
    for (const trail of ['/audit-events', `/tenants/${tenant.id}/audit-events`])
      expect((await fixtures.admin.call('GET', trail)).text).not.toContain('legal-hold');
    const seen = inContext(fixtures.db, { tenantId: tenant.id, partnerId: fixtures.partnerId }, (tx) =>
      tx.selectFrom('audit_events').select('id').where('action', 'like', 'legal-hold.%').execute(),
    );
    expect(await seen).toEqual([]);
  });

  test('names its last author, accepts the body it returned, and refuses a stale version', async () => {
    const tenant = await fixtures.fullTenant();
    const [other, version] = [await fixtures.user('operator'), (tag: unknown) => ({ 'if-match': String(tag) })];
    const none = await operator.call('GET', hold(tenant));
    expect(none).toMatchObject({ body: { reason: null, placedBy: null, version: 0 }, headers: { etag: '"0"' } });
    const first = await operator.call('PUT', hold(tenant), { ...none.body, reason: 'first' }, version('"0"'));
    expect(first.body).toMatchObject({ reason: 'first', placedBy: operator.email });
    const late = await other.call('PUT', hold(tenant), { reason: 'second' }, version('"0"'));
    expect([late.status, late.body.version]).toEqual([412, first.body.version]);
    const second = await other.call(
      'PUT',
      hold(tenant),
      { ...first.body, reason: 'second' },
      version(first.headers.etag),
    );
    expect(second.body).toMatchObject({ reason: 'second', placedBy: other.email });
    expect((await operator.call('GET', hold(tenant))).body).toEqual(second.body);
    expect((await operator.call('DELETE', hold(tenant), undefined, version(first.headers.etag))).status).toBe(412);
    expect((await operator.call('DELETE', hold(tenant), undefined, version(second.headers.etag))).body).toEqual(
      none.body,
    );
    const anew = await operator.call('PUT', hold(tenant), { reason: 'first' });
    expect(anew.body.version).toBeGreaterThan(second.body.version);
  });

  test('matches its audit trail when several users place, edit and lift it at once', async () => {
    const tenant = await fixtures.fullTenant();
    for (let round = 0; round < (LONG ? 100 : 10); round++) {
      await Promise.all([1, 2].map((n) => operator.call('PUT', hold(tenant), { reason: `${round} ${n}` })));
      await Promise.all([1, 2, 3].map(() => operator.call('DELETE', hold(tenant))));
    }
    const events = await fixtures.query<{ before: unknown; after: unknown }>(
      `select before ->> 'reason' as before, after ->> 'reason' as after from audit_events
       where tenant_id = $1 and action like 'legal-hold.%' order by id`,
      [tenant.id],
    );
    expect(events).toHaveLength(3 * (LONG ? 100 : 10));
    events.reduce((last, { before, after }) => (expect(before).toBe(last), after), null as unknown);
  });

  test('is refused once the purge has started, and gets 404 after it', async () => {
    const tenant = await fixtures.fullTenant();
    await fixtures.cancel(tenant, RETENTION_OVER);
    await fixtures.query('update tenants set purge_started_at = now() where id = $1', [tenant.id]);
    const late = await operator.call('PUT', hold(tenant), { reason: 'too late' });
    expect(late).toMatchObject({ status: 409, body: { code: 'purge_started' } });
    await fixtures.query('update tenants set purge_started_at = null where id = $1', [tenant.id]);
    await fixtures.purge(tenant.id);
    expect((await operator.call('GET', hold(tenant))).status).toBe(404);
  });

  test('racing with its purge, one of the two wins, never both', async () => {
    for (let round = 0; round < (LONG ? 100 : 10); round++) {
      const tenant = await fixtures.fullTenant();
      await fixtures.cancel(tenant, RETENTION_OVER);
      const placing = pause(round % 4).then(() => operator.call('PUT', hold(tenant), { reason: 'now' }));
      const [outcome, placed] = await Promise.all([fixtures.purge(tenant.id), placing]);
      expect([outcome, placed.status]).toEqual(placed.status === 200 ? ['held', 200] : ['purged', placed.status]);
      expect([200, 404, 409]).toContain(placed.status);
    }
  });
});

describe('warnings', () => {
  const mailsAbout = async (tenant: FullTenant): Promise<string[]> => {
    const mails = await fixtures.query<{ subject: string; recipient: string }>(
      'select subject, recipient from mails where tenant_id = $1 and occasion is not null order by id',
      [tenant.id],
    );
    expect(new Set(mails.map(({ recipient }) => recipient))).toEqual(
      new Set(mails.length > 0 ? [fixtures.admin.email] : []),
    );
    return mails.map(({ subject }) => subject.replace(tenant.name, 'X'));
  };
  const mail = (days: string) => `X will be removed for good in ${days}`;

  test('are sent to the partner’s admins 30, 7 and 1 days before, each once', async () => {
    const tenant = await fixtures.fullTenant();
    await fixtures.cancel(tenant, { days: 0 });
    const expected: [number, string[]][] = [
      [59.999, []],
      [60.001, [mail('30 days')]],
      [82.9, [mail('30 days')]],
      [83.001, [mail('30 days'), mail('7 days')]],
      [89.001, [mail('30 days'), mail('7 days'), mail('1 day')]],
      [90, [mail('30 days'), mail('7 days'), mail('1 day')]],
    ];
    const [row] = await fixtures.query<{ cancelled_at: Date }>('select cancelled_at from tenants where id = $1', [
      tenant.id,
    ]);
    for (const [days, subjects] of expected) {
      // the database's clock can't be changed, so the tenant's cancellation is moved back instead
      await fixtures.setAge(tenant, { days });
      await fixtures.query('update mails set occasion = replace(occasion, $1, $2) where tenant_id = $3', [
        String(row!.cancelled_at.getTime()),
        await cancelledMs(tenant),
        tenant.id,
      ]);
      row!.cancelled_at = new Date(Number(await cancelledMs(tenant)));
      await warnOfPurges(fixtures.worker);
      await Promise.all([warnOfPurges(fixtures.worker), sweep()]);
      expect(await mailsAbout(tenant)).toEqual(subjects);
    }
  });

  test('stop when the tenant is reactivated, and queued ones are withdrawn', async () => {
    const tenant = await fixtures.fullTenant();
    await fixtures.cancel(tenant, { days: 84 });
    await warnOfPurges(fixtures.worker);
    expect(await mailsAbout(tenant)).toEqual([mail('6 days')]);
    await reactivate(tenant, new Date());
    await warnOfPurges(fixtures.worker);
    expect(await mailsAbout(tenant)).toEqual([]);
  });

  test('are sent under a legal hold too: their absence would reveal it', async () => {
    const tenant = await fixtures.fullTenant();
    await fixtures.cancel(tenant, { days: 84 });
    await operator.call('PUT', `/operator/tenants/${tenant.id}/legal-hold`, { reason: 'court' });
    await warnOfPurges(fixtures.worker);
    expect(await mailsAbout(tenant)).toEqual([mail('6 days')]);
  });
});

async function cancelledMs(tenant: FullTenant): Promise<string> {
  const [row] = await fixtures.query<{ cancelled_at: Date }>('select cancelled_at from tenants where id = $1', [
    tenant.id,
  ]);
  return String(row!.cancelled_at.getTime());
}

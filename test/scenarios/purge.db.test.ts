import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asNobody, asPartner, asTenant } from '../../src/platform/db/db.ts';
import { newId } from '../../src/platform/values/ids.ts';
import { PURGE } from '../../src/retention/rules.ts';
import {
  cascadingTables,
  countUnprocessed,
  dropOldLedger,
  markStarted,
  readClock,
  tenantColumns,
} from '../../src/retention/sql.ts';
import {
  createPurgeFixtures,
  expectNothingLeft,
  type PurgeFixtures,
  RETENTION_OVER,
  SEEDED_FILES,
} from './purge-fixtures.ts';

let fixtures: PurgeFixtures;
beforeAll(async () => {
  fixtures = await createPurgeFixtures();
});
afterAll(() => fixtures.close());

describe('the purge rules', () => {
  test('cover every column that holds a tenant’s id', async () => {
    const columns = await fixtures.worker.transaction().execute(tenantColumns);
    expect(columns.length).toBeGreaterThan(10);
    const known = PURGE.map((line) => ('by' in line ? `${line.table}.${line.by}` : ''));
    const names = columns.map(({ table, column }) => `${table}.${column}`);
    expect(names.filter((name) => !known.includes(name))).toEqual([]);
  });

  test('cover every row deleted by a cascade', async () => {
    const cascading = await fixtures.worker.transaction().execute(cascadingTables);
    const lines = PURGE.flatMap((line) =>
      line.fate === 'cascades' ? [{ table: line.table, parent: line.parent }] : [],
    );
    // rows that are deleted before their parent leave nothing to cascade
    const isLeft = ({ table, parent }: { table: string; parent: string }) => {
      const [own, parents] = [table, parent].map((name) =>
        PURGE.findIndex((line) => line.fate === 'deleted' && line.table === name),
      );
      return own === undefined || parents === undefined || own < 0 || own > parents;
    };
    expect(lines.toSorted(byTable)).toEqual(cascading.filter(isLeft).toSorted(byTable));
  });

  test('name only tables that exist', async () => {
    const absent = await fixtures.query('select t from unnest($1::text[]) t where to_regclass(t) is null', [
      PURGE.map(({ table }) => table),
    ]);
    expect(absent).toEqual([]);
  });

  test('no policy hides a row from the worker, which proves that nothing is left', async () => {
    const tenant = await fixtures.fullTenant();
    await fixtures.cancel(tenant, RETENTION_OVER);
    const unseen = await asTenant(fixtures.worker, tenant.id, async (tx) => {
      await markStarted(tx, tenant.id, await readClock(tx));
      const lines = await Promise.all(
        PURGE.map(async (line) => ({ ...line, rows: await countUnprocessed(tx, line, tenant.id) })),
      );
      return lines.filter(({ rows }) => rows === 0).map(({ table, fate }) => `${fate}: ${table}`);
    });
    expect(unseen, 'a table without rows to purge: add one in seedRows of purge-fixtures.ts').toEqual([
      'cascades: sessions',
      'cascades: invitations',
      'cascades: recovery_codes',
      'cascades: second_factors',
      'cascades: api_key_minutes',
      'released: dids',
      'released: legal_holds',
      'retained: invoices',
      'retained: credit_notes',
      'retained: payments',
      'retained: payment_reinstatements',
      'retained: payment_shares',
      'retained: refunds',
      'retained: invoice_files',
      'retained: account_credits',
      'retained: billing_ledger',
      'retained: sip_prefixes',
      'retained: sandboxes',
      'retained: tombstones',
    ]);
  });
});

describe('a purge', () => {
  test('leaves no row, no text and no file, and reports what it deleted', async () => {
    const tenant = await fixtures.fullTenant({ calls: 2500 });
    const operator = await fixtures.user('operator');
    const hold = `/operator/tenants/${tenant.id}/legal-hold`;
    expect((await operator.call('PUT', hold, { reason: `Court v. ${tenant.name}` })).status).toBe(200);
    expect((await operator.call('DELETE', hold)).status).toBe(200);
    expect((await fixtures.admin.call('GET', `/tenants/export?search=${tenant.name}`)).text).toContain(tenant.id);
    await fixtures.cancel(tenant, RETENTION_OVER);
    const users = (await fixtures.rowsOf(tenant.id))['users.tenant_id'];
    expect(await fixtures.purge(tenant.id)).toBe('purged');
    await expectNothingLeft(fixtures, tenant);
    // time, duration and amount are kept for 18 months, without numbers
    const ledger = () => fixtures.query('select * from billing_ledger where tenant_id = $1', [tenant.id]);
    const [line, ...others] = await ledger();
    expect([others, Object.keys(line ?? {}).filter((name) => /number|leg|call/.test(name))]).toEqual([[], []]);
    expect(line).toMatchObject({ ended_at: expect.any(Date), billable_seconds: expect.any(Number) });
    const drop = () => asNobody(fixtures.worker, dropOldLedger);
    await drop();
    expect(await ledger()).toHaveLength(1);
    await fixtures.force(
      "update billing_ledger set purged_at = now() - interval '18 months 1 day' where tenant_id = $1",
      [tenant.id],
    );
    await drop();
    expect(await ledger()).toEqual([]);
    const [manifest] = await fixtures.query<{ content: Record<string, unknown> }>(
      "select content from manifests where tenant_id = $1 and kind = 'purge'",
      [tenant.id],
    );
    expect(manifest!.content).toMatchObject({
      left: 0,
      files: SEEDED_FILES,
      removed: { calls: 2500, users, extensions: 1, live_calls: 1, 'asterisk.ps_contacts': 1 },
    });
    expect(await fixtures.query('select sip_prefix from tombstones where tenant_id = $1', [tenant.id])).toEqual([
      { sip_prefix: tenant.sipPrefix },
    ]);
    expect(await fixtures.purge(tenant.id)).toBe('gone');
  });

  test('keeps the prefix reserved, the number in the inventory and the audit trail’s ids, and updates the partner’s tenant count', async () => {
    const tenant = await fixtures.fullTenant();
    await fixtures.cancel(tenant, RETENTION_OVER);
    const events = 'select id, action, actor_id, target_id from audit_events where tenant_id = $1 order by id';
    const before = await fixtures.query(events, [tenant.id]);
    await fixtures.purge(tenant.id);
    const taken = await fixtures.admin.call('POST', '/tenants', { name: 'Again', sipPrefix: tenant.sipPrefix });
    expect(taken.body.code).toBe('prefix_taken');
    const again = { id: newId(), partner_id: fixtures.partnerId, name: 'Again', sip_prefix: tenant.sipPrefix, status: 'TRIAL' as const, timezone: 'UTC' }; // prettier-ignore
    const bySql = asPartner(fixtures.db, fixtures.partnerId, (tx) => tx.insertInto('tenants').values(again).execute());
    await expect(bySql).rejects.toMatchObject({ constraint: 'tenants_own_prefix_fkey' });
    const [did] = await fixtures.query('select status, tenant_id, last_tenant_name from dids where number = $1', [
      tenant.number,
    ]);
    expect(did).toEqual({ status: 'UNASSIGNED', tenant_id: null, last_tenant_name: null });
    const after = await fixtures.query<{ action: string }>(events, [tenant.id]);
    expect(after.filter(({ action }) => action !== 'tenant.purged')).toEqual(before);
    expect(after.length).toBe(before.length + 1);
    const [counted] = await fixtures.query(
      `select (select coalesce(sum(tenants), 0)::int from tenant_counts where partner_id = $1) as counted,
        (select count(*)::int from tenants where partner_id = $1) as there`,
      [fixtures.partnerId],
    );
    expect(counted!.counted).toBe(counted!.there);
  });

  test('notifies the partner’s admins once, by prefix', async () => {
    const tenant = await fixtures.fullTenant();
    await fixtures.cancel(tenant, RETENTION_OVER);
    await fixtures.purge(tenant.id);
    const mails = await fixtures.query<{ recipient: string; body: string }>(
      `select recipient, body from mails where occasion like $1`,
      [`purged:${tenant.id}:%`],
    );
    expect(mails.map((mail) => mail.recipient)).toEqual([fixtures.admin.email]);
    expect(mails[0]!.body).toContain(tenant.sipPrefix);
  });

  test('leaves other tenants alone', async () => {
    const tenant = await fixtures.fullTenant({ name: 'Ulan' });
    const neighbour = await fixtures.fullTenant({ name: 'Neighbour' });
    const sameDay = await fixtures.fullTenant({ name: 'Sameday' });
    await fixtures.cancel(tenant, RETENTION_OVER);
    await fixtures.cancel(sameDay, { days: 89 });
    const before = [await digest(neighbour.id), await digest(sameDay.id)];
    expect(before[0]).not.toBe(before[1]);
    await fixtures.purge(tenant.id);
    expect([await digest(neighbour.id), await digest(sameDay.id)]).toEqual(before);
  });

  test('leaves an audit chain that verifies, even when events were not chained yet', async () => {
    const chained = await fixtures.fullTenant();
    const operator = await fixtures.user('operator');
    await operator.call('PUT', `/operator/tenants/${chained.id}/legal-hold`, { reason: 'A court' });
    await operator.call('DELETE', `/operator/tenants/${chained.id}/legal-hold`);
    await fixtures.chainEvents();
    const waiting = await fixtures.fullTenant();
    for (const tenant of [chained, waiting]) {
      await fixtures.cancel(tenant, RETENTION_OVER);
      await fixtures.purge(tenant.id);
    }
    await fixtures.chainEvents();
    const { body } = await fixtures.admin.call('GET', '/audit-events/verify');
    expect(body).toMatchObject({ ok: true, broken: [] });
    expect(body.checked).toBeGreaterThan(20);
    expect((await operator.call('GET', '/operator/audit-events/verify')).body).toMatchObject({ ok: true, broken: [] });
  });

  test('fails and keeps the tenant when something would be left', async () => {
    const tenant = await fixtures.fullTenant();
    await fixtures.cancel(tenant, RETENTION_OVER);
    await fixtures.query('create table forgotten (tenant_id uuid)');
    await expect(fixtures.purge(tenant.id)).rejects.toThrow(/forgotten\.tenant_id, which no line names/);
    await fixtures.query('drop table forgotten');
    const folder = path.join(fixtures.dataDir, 'tenants', tenant.id);
    const blind = { ...fixtures.storage, removeAll: async () => 0 };
    fs.mkdirSync(folder, { recursive: true });
    await expect(fixtures.purge(tenant.id, blind)).rejects.toThrow(/files and folders/);
    expect(await fixtures.purge(tenant.id)).toBe('purged');
  });
});

describe('the database, even if the code is wrong', () => {
  const asWorker = (tenantId: string, text: string): Promise<number | string> =>
    fixtures.asWorker(tenantId, text).catch((error: Error) => error.message);

  test('lets the worker start a purge only after 90 days and without a legal hold', async () => {
    const tenant = await fixtures.fullTenant();
    const begin = 'update tenants set purge_started_at = now()';
    expect(await asWorker(tenant.id, begin)).toMatch(/violates/);
    await fixtures.cancel(tenant, { days: 89, ms: 86_399_000 });
    expect(await asWorker(tenant.id, begin)).toMatch(/row-level security/);
    expect(await asWorker(tenant.id, 'delete from tenants')).toBe(0);
    expect(await asWorker(tenant.id, 'delete from calls')).toBe(0);
    expect(await asWorker(tenant.id, "update manifests set content = '{}'")).toBe(0);
    await fixtures.setAge(tenant, RETENTION_OVER);
    await fixtures.query(
      "insert into legal_holds (tenant_id, reason, placed_by, placed_by_email) values ($1, 'court', $2, 'o@x')",
      [tenant.id, newId()],
    );
    expect(await asWorker(tenant.id, begin)).toMatch(/row-level security/);
    await fixtures.query('delete from legal_holds where tenant_id = $1', [tenant.id]);
    expect(await asWorker(tenant.id, begin)).toBe(1);
  });

  test('never shortens the 90 days, and refuses to reactivate a tenant whose purge has started', async () => {
    const tenant = await fixtures.fullTenant();
    await fixtures.cancel(tenant, RETENTION_OVER);
    const shorter = fixtures.query("update tenants set purge_at = purge_at - interval '1 millisecond' where id = $1", [
      tenant.id,
    ]);
    await expect(shorter).rejects.toThrow(/kept_90_days/);
    await fixtures.query('update tenants set purge_started_at = now() where id = $1', [tenant.id]);
    const back = fixtures.query(
      "update tenants set status = 'ACTIVE', cancelled_at = null, purge_at = null where id = $1",
      [tenant.id],
    );
    await expect(back).rejects.toThrow(/no_way_back/);
  });
});

const byTable = (a: { table: string }, b: { table: string }): number => a.table.localeCompare(b.table);

/** All rows that name a tenant, and all its files. */
async function digest(tenantId: string): Promise<string> {
  const hash = createHash('sha256');
  for (const column of Object.keys(await fixtures.rowsOf(tenantId))) {
    const at = column.lastIndexOf('.');
    const rows = await fixtures.query<{ text: string }>(
      `select row_to_json(t)::text as text from ${column.slice(0, at)} t where ${column.slice(at + 1)} = $1 order by 1`,
      [tenantId],
    );
    hash.update(`${column}\n${rows.map(({ text }) => text).join('\n')}\n`);
  }
  const [self] = await fixtures.query('select row_to_json(t)::text as text from tenants t where id = $1', [tenantId]);
  hash.update(String(self!.text));
  for (const name of fixtures.files(tenantId)) {
    const file = path.join(fixtures.dataDir, 'tenants', tenantId, name);
    hash.update(name);
    if (fs.statSync(file).isFile()) hash.update(fs.readFileSync(file));
  }
  return hash.digest('hex');
}

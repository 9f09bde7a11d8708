import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDb, openPool } from '../../src/platform/db/db.ts';
import { newId } from '../../src/platform/values/ids.ts';
import { purgeTenant } from '../../src/retention/retention.ts';
import { readTombstones } from '../../src/retention/tombstone-log.ts';
import { replayTombstones } from '../../src/retention/tombstones.ts';
import { createTestDatabase } from '../database.ts';
import { createPurgeFixtures, type FullTenant, type PurgeFixtures, RETENTION_OVER } from './purge-fixtures.ts';

let fixtures: PurgeFixtures;
const opened: { end: () => Promise<void> }[] = [];
beforeAll(async () => {
  fixtures = await createPurgeFixtures();
});
afterAll(async () => {
  for (const { end } of opened) await end();
  await fixtures.close();
});

type Restored = { look: (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>; url: string };

/** Saves the current state of the database, to restore it later. */
async function backUp(): Promise<Restored> {
  const name = `backup_${randomUUID().replaceAll('-', '')}`;
  const to = (url: string, database: string): string => Object.assign(new URL(url), { pathname: `/${database}` }).href;
  const superuser = new Client({ connectionString: to(fixtures.database.urls.superuser, 'postgres') });
  await superuser.connect();
  await superuser.query('select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1', [
    fixtures.database.name,
  ]);
  await superuser.query(`create database ${name} template ${fixtures.database.name} owner owner`);
  await superuser.end();
  return restored(to(fixtures.database.urls.superuser, name), to(fixtures.database.urls.worker, name));
}

async function restored(superuserUrl: string, url: string): Promise<Restored> {
  const superuser = new Client({ connectionString: superuserUrl });
  await superuser.connect();
  opened.push({ end: () => superuser.end() });
  return { url, look: async (text, values = []) => (await superuser.query(text, values)).rows };
}

/** Runs the worker's start-up on the database, and then the purges. */
async function start({ url, look }: Restored): Promise<number> {
  const pool = openPool(url, 'restored', 2);
  const deps = {
    db: openDb(pool),
    storage: fixtures.storage,
    dataDir: fixtures.dataDir,
    log: pino({ level: 'silent' }),
  };
  const back = await replayTombstones(deps);
  const jobs = await look(
    "select payload ->> 'tenantId' as id from graphile_worker._private_jobs where key like 'purge:%' and run_at <= now()",
  );
  for (const { id } of jobs) await purgeTenant(deps, id as string);
  await pool.end();
  return back;
}

const stonesOf = async (tenant: FullTenant) =>
  (await readTombstones(fixtures.dataDir)).tombstones.filter((one) => one.tenant_id === tenant.id);
const there = ({ look }: Restored, tenant: FullTenant) => look('select status from tenants where id = $1', [tenant.id]);

describe('a database restored from a backup', () => {
  test('taken while the tenant was active: purges it again, frees its numbers, leaves other tenants alone', async () => {
    const tenant = await fixtures.fullTenant();
    const neighbour = await fixtures.fullTenant();
    const backup = await backUp();
    await fixtures.cancel(tenant, RETENTION_OVER);
    await fixtures.purge(tenant.id);
    // its files are restored, too
    await fixtures.storage.put(tenant.id, 'exports', 'all.zip', Buffer.from(tenant.name));
    expect(await there(backup, tenant)).toEqual([{ status: 'ACTIVE' }]);

    expect(await start(backup)).toBe(1);
    expect(await there(backup, tenant)).toEqual([]);
    expect(fixtures.files(tenant.id)).toEqual([]);
    expect(await backup.look('select status, last_tenant_name from dids where number = $1', [tenant.number])).toEqual([
      { status: 'UNASSIGNED', last_tenant_name: null },
    ]);
    expect(await backup.look('select sip_prefix from tombstones where tenant_id = $1', [tenant.id])).toHaveLength(1);
    expect(await there(backup, neighbour)).toEqual([{ status: 'ACTIVE' }]);
    expect(await start(backup)).toBe(0);
  });

  test('taken after the cancellation, during the purge or under a legal hold: purges it again', async () => {
    const tenant = await fixtures.fullTenant();
    await fixtures.cancel(tenant, { days: 89 });
    const [cancelled, held] = [await backUp(), await backUp()];
    await held.look(
      "insert into legal_holds (tenant_id, reason, placed_by, placed_by_email, placed_at) values ($1, 'old', $2, 'o@x', now() - interval '1 day')",
      [tenant.id, newId()],
    );
    await fixtures.setAge(tenant, RETENTION_OVER);
    await fixtures.query('update tenants set purge_started_at = now() where id = $1', [tenant.id]);
    await fixtures.query(
      `insert into manifests (id, tenant_id, kind, content) values ($1, $2, 'purge', '{"removed": {}}')`,
      [newId(), tenant.id],
    );
    const half = await backUp();
    await fixtures.purge(tenant.id);
    for (const backup of [cancelled, held, half]) {
      // time has passed since then
      await backup.look(
        "update tenants set cancelled_at = cancelled_at - interval '2 days', purge_at = purge_at - interval '2 days' where id = $1",
        [tenant.id],
      );
      expect(await start(backup)).toBe(1);
      expect(await there(backup, tenant)).toEqual([]);
    }
  });

  test('respects a legal hold placed after the restore', async () => {
    const tenant = await fixtures.fullTenant();
    const backup = await backUp();
    await fixtures.cancel(tenant, RETENTION_OVER);
    await fixtures.purge(tenant.id);
    await backup.look(
      "insert into legal_holds (tenant_id, reason, placed_by, placed_by_email) values ($1, 'found again', $2, 'o@x')",
      [tenant.id, newId()],
    );
    await start(backup);
    expect(await there(backup, tenant)).toEqual([{ status: 'CANCELLED' }]);
  });

  test('taken before the tenant existed: its prefix stays reserved', async () => {
    const tenant = await fixtures.fullTenant();
    await fixtures.cancel(tenant, RETENTION_OVER);
    await fixtures.purge(tenant.id);
    const { urls } = await createTestDatabase();
    const empty = await restored(urls.superuser, urls.worker);
    await start(empty);
    await start(empty);
    expect(await empty.look('select prefix from sip_prefixes where tenant_id = $1', [tenant.id])).toEqual([
      { prefix: tenant.sipPrefix },
    ]);
    expect(await empty.look('select from tombstones where tenant_id = $1', [tenant.id])).toHaveLength(1);
  });
});

describe('the tombstone log', () => {
  let tenant: FullTenant;
  const file = () => path.join(fixtures.dataDir, 'tombstones.jsonl');
  beforeEach(async () => {
    tenant = await fixtures.fullTenant();
    await fixtures.cancel(tenant, RETENTION_OVER);
  });

  test('gets its line before the first row is deleted', async () => {
    await fixtures.query('create table forgotten (tenant_id uuid)');
    await expect(fixtures.purge(tenant.id)).rejects.toThrow(/forgotten/);
    expect(await stonesOf(tenant)).toMatchObject([{ sip_prefix: tenant.sipPrefix, partner_id: fixtures.partnerId }]);
    await fixtures.query('drop table forgotten');
    await fixtures.purge(tenant.id);
    expect(await stonesOf(tenant)).toHaveLength(1);
  });

  test('is read past a line that a crash cut short', async () => {
    fs.appendFileSync(file(), '{"tenantId":"01a2');
    const { unreadable, tombstones } = await readTombstones(fixtures.dataDir);
    expect(unreadable).toBe(1);
    await fixtures.purge(tenant.id);
    const after = await readTombstones(fixtures.dataDir);
    expect([after.unreadable, after.tombstones.length]).toEqual([1, tombstones.length + 1]);
  });

  test('is rebuilt from the database when it is lost', async () => {
    await fixtures.purge(tenant.id);
    fs.rmSync(file());
    await replayTombstones({
      db: fixtures.worker,
      storage: fixtures.storage,
      dataDir: fixtures.dataDir,
      log: pino({ level: 'silent' }),
    });
    const [inFile] = await stonesOf(tenant);
    expect(inFile).toMatchObject({ tenant_id: tenant.id, sip_prefix: tenant.sipPrefix });
    expect(fs.statSync(file()).mode & 0o777).toBe(0o600);
  });
});

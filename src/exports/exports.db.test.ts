import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ApiUser } from '../../test/app.ts';
import {
  createPurgeFixtures,
  expectNothingLeft,
  type FullTenant,
  type PurgeFixtures,
  RETENTION_OVER,
} from '../../test/scenarios/purge-fixtures.ts';
import { unzip } from '../../test/unzip.ts';
import type { Storage } from '../platform/db/storage.ts';
import { prepareExport } from './exports.ts';
import { exportTasks } from './jobs.ts';

let fixtures: PurgeFixtures;
let admin: ApiUser['call'];
let tenant: FullTenant;
let path: string;
beforeAll(async () => {
  fixtures = await createPurgeFixtures();
  admin = fixtures.admin.call;
});
beforeEach(async () => {
  tenant = await fixtures.fullTenant({ calls: 1203 });
  path = `/tenants/${tenant.id}/export`;
  await fixtures.storage.removeAll(tenant.id);
  await fixtures.query('delete from exports where tenant_id = $1', [tenant.id]);
});
afterAll(() => fixtures.close());

type Job = { task: string; payload: { tenantId: string; exportId: string }; run_at: Date };
const jobs = () =>
  fixtures.query<Job>(
    `select t.identifier as task, j.payload, j.run_at from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where j.payload ->> 'exportId' is not null and j.payload ->> 'tenantId' = $1 order by j.id`,
    [tenant.id],
  );
const run = async (task: keyof typeof exportTasks) => {
  const job = (await jobs()).findLast((one) => one.task === task)!;
  await exportTasks[task].run(job.payload, {
    db: fixtures.worker,
    config: fixtures.config,
    log: pino({ level: 'silent' }),
  });
  return job;
};
const zips = () => fixtures.files(tenant.id).filter((name) => name.includes('.'));

describe('an export', () => {
  test('is requested, prepared by a job and downloaded, with all of the tenant’s data and no secret', async () => {
    for (const [kind, name] of [
      ['voicemails', 'message.wav'],
      ['greetings', 'greeting.wav'],
      ['recordings', 'recording.wav'],
    ] as const)
      await fixtures.storage.put(tenant.id, kind, name, Buffer.from(tenant.name));
    // a tenant must not see what the partner pays
    await fixtures.query(
      "update call_charges set wholesale_micros = 7654321, wholesale_currency = 'USD' where tenant_id = $1",
      [tenant.id],
    );
    expect((await admin('GET', path)).body).toMatchObject({ status: 'none' });
    expect((await admin('GET', `${path}/file`)).body.code).toBe('not_ready');
    const asked = await admin('POST', path);
    expect([asked.status, asked.body.status]).toEqual([202, 'preparing']);
    expect((await admin('POST', path)).body).toEqual(asked.body);
    await run('export_tenant');
    const ready = (await admin('GET', path)).body;
    expect(ready.status).toBe('ready');
    const zip = await download();
    expect(zip.length).toBe(ready.bytes);

    const files = unzip(zip);
    expect(Object.keys(files)).toEqual([
      'tenant.json',
      'users.json',
      'extensions.json',
      'forwarding.json',
      'groups.json',
      'schedules.json',
      'number-lists.json',
      'number-list-entries.json',
      'flows.json',
      'flow-statistics.json',
      'numbers.json',
      'outbound-permissions.json',
      'invoices.json',
      'payments.json',
      'statement.json',
      'cards.json',
      'fraud-trips.json',
      'calls.csv',
      'contacts.json',
      'mailboxes.json',
      'messages.csv',
      'recordings.json',
      'recording-settings.json',
      'transcripts.json',
      'media.json',
      'hold-music.json',
      'emergency-calls.json',
      'emergency-contacts.json',
      'api-keys.json',
      'audit-events.json',
      'voicemails/message.wav',
      'greetings/greeting.wav',
      'recordings/recording.wav',
    ]);
    expect(JSON.parse(files['tenant.json']!)).toMatchObject({ id: tenant.id, name: tenant.name });
    expect(JSON.parse(files['users.json']!)).toHaveLength(2);
    expect(JSON.parse(files['extensions.json']!)).toMatchObject([{ number: '101' }]);
    expect(JSON.parse(files['numbers.json']!)).toMatchObject([{ number: tenant.number }]);
    expect(files['calls.csv']!.trim().split('\n')).toHaveLength(1204);
    expect(files['calls.csv']).toMatch(/^\ufeffid,direction,emergency,from,to,/);
    // a phone number is not escaped as a formula and is exported as it is
    expect(files['calls.csv']).toContain(`,${tenant.caller},`);
    expect(files['messages.csv']).toMatch(
      /^\ufeffid,callId,from,fromName,receivedAt,seconds,read,saved,transcript,mailbox\n.*,800\n$/,
    );
    expect(files['voicemails/message.wav']).toBe(tenant.name);
    expect(files['audit-events.json']).toContain('tenant.exported');
    // the tenant's own users may have the file, so it must not contain the IP addresses of the partner's users
    expect(files['audit-events.json']).not.toContain('127.0.0.1');
    // only for the partner: the API hides it from the tenant, too
    const { 'audit-events.json': _trail, ...has } = files;
    expect(Object.values(has).join('\n')).not.toMatch(/maxDids|monthlySpend|statusBefore|wholesale|7\.?654321/i);
    const secrets = await fixtures.query<{ ha1: string }>('select ha1 from extensions where tenant_id = $1', [
      tenant.id,
    ]);
    expect(Object.values(files).join('\n')).not.toContain(secrets[0]!.ha1);
    expect(Object.values(files).join('\n')).not.toMatch(/password/i);
  });

  test('has column headings even in empty tables', async () => {
    await fixtures.query('delete from calls where tenant_id = $1', [tenant.id]);
    await admin('POST', path);
    await run('export_tenant');
    expect(unzip(await download())['calls.csv']).toMatch(
      /^\ufeffid,direction,[a-zA-Z,]+,outcome,reason,cause,endedAtNode,extensionNumber,extensionName,[a-zA-Z,]+,path,charges\n$/,
    );
  });

  test('supports range requests', async () => {
    await admin('POST', path);
    await run('export_tenant');
    const whole = await download();
    const part = await admin('GET', `${path}/file`, undefined, { range: 'bytes=10-19' });
    expect(part.status).toBe(206);
    expect(part.headers['content-range']).toBe(`bytes 10-19/${whole.length}`);
    expect(part.bytes.equals(whole.subarray(10, 20))).toBe(true);
    expect((await admin('GET', `${path}/file`, undefined, { range: 'bytes=99999999-' })).status).toBe(416);
  });

  test('replaces the previous one and is removed after a week', async () => {
    await admin('POST', path);
    await run('export_tenant');
    const [first] = zips();
    await admin('POST', path);
    await run('export_tenant');
    expect(zips()).toHaveLength(1);
    expect(zips()[0]).not.toBe(first);
    const { run_at: at } = await run('remove_export');
    expect(Math.round((at.getTime() - Date.now()) / 86_400_000)).toBe(7);
    expect(zips()).toEqual([]);
    expect((await admin('GET', path)).body.status).toBe('none');
  });

  test('is available only to admins of the partner and of the tenant, even after cancellation', async () => {
    const [owner, user] = [
      await fixtures.user('tenant_admin', { tenantId: tenant.id }),
      await fixtures.user('tenant_user', { tenantId: tenant.id }),
    ];
    const viewer = await fixtures.user('partner_user', { partnerId: fixtures.partnerId });
    const stranger = await fixtures.user('partner_admin', { partnerId: await fixtures.partner('Contoso') });
    for (const one of [user, viewer]) expect((await one.call('POST', path)).status).toBe(403);
    expect((await stranger.call('POST', path)).status).toBe(404);
    await admin('POST', `/tenants/${tenant.id}/suspend`, { reason: 'manual' });
    expect((await owner.call('POST', path)).body.code).toBe('tenant_suspended');
    await fixtures.cancel(tenant, { days: 1 });
    expect((await owner.call('POST', path)).status).toBe(202);
    await run('export_tenant');
    expect((await owner.call('GET', path)).body.status).toBe('ready');
    expect((await owner.call('GET', `${path}/file`)).status).toBe(200);
  });

  test('fails entirely when one part cannot be read', async () => {
    await admin('POST', path);
    await fixtures.query('alter table calls rename to calls_away');
    try {
      await expect(run('export_tenant')).rejects.toThrow(/"calls" does not exist/);
    } finally {
      await fixtures.query('alter table calls_away rename to calls');
    }
    expect(zips()).toEqual([]);
    expect((await admin('GET', path)).body.status).toBe('preparing');
  });
});

describe('an export and a purge at the same time', () => {
  test('leave neither a file nor a row', async () => {
    await fixtures.cancel(tenant, RETENTION_OVER);
    await admin('POST', path);
    const [job] = await jobs();
    const slow: Storage = {
      ...fixtures.storage,
      create: async (...given) => {
        const file = await fixtures.storage.create(...given);
        const fill: typeof file.fill = async (content) => {
          const bytes = await file.fill(content);
          expect(await fixtures.purge(tenant.id)).toBe('purged');
          return bytes;
        };
        return { ...file, fill };
      },
    };
    await prepareExport(fixtures.worker, slow, { ...job!.payload, now: new Date() });
    await expectNothingLeft(fixtures, tenant);
  });
});

async function download(): Promise<Buffer> {
  const { status, bytes, headers } = await admin('GET', `${path}/file`);
  expect([status, headers['content-type']]).toEqual([200, 'application/zip']);
  return bytes;
}

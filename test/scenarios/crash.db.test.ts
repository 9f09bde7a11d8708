import { once } from 'node:events';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type ApiUser, type TestApp } from '../app.ts';
import type { Point } from '../programs/dying-api.ts';
import { until } from '../until.ts';
import { type ApiProcess, openTestSession, startApiProcess } from './api-process.ts';

/**
 * The process that cancels or reactivates a tenant is killed with SIGKILL at one of its statements. Another process finds everything done or nothing.
 * Sent again, the same request has each effect exactly once.
 */
const LONG = process.env.LONG === '1';
const preload = path.resolve(import.meta.dirname, '../programs/dying-api.ts');
const OPERATIONS = ['cancel', 'reactivate'] as const;
type Operation = (typeof OPERATIONS)[number];

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

type Subject = { id: string; name: string; admin: ApiUser; token: string; partnerId: string; ids: [string, string][] };
let made = 0;

async function good(admin: ApiUser, method: string, where: string, body: unknown): Promise<any> {
  const { status, body: answer, text } = await admin.call(method, where, body);
  expect(status, text).toBeLessThan(300);
  return answer;
}

/** A tenant with two registered phones and three numbers: two lead to a phone, and one of them is its caller ID. */
async function makeSubject(): Promise<Subject> {
  const n = ++made;
  const partnerId = await app.partner(`Partner ${n}`);
  const admin = await app.user('partner_admin', { partnerId });
  const [name, prefix] = [`Tenant ${n}`, `crash${n}`];
  const { id } = await good(admin, 'POST', '/tenants', { name, sipPrefix: prefix, status: 'ACTIVE' });
  const ids: [string, string][] = [
    [partnerId, 'PARTNER'],
    [id, 'TENANT'],
    [name, 'NAME'],
    [prefix, 'PREFIX'],
    [admin.id, 'ADMIN'],
  ];
  const numbers = [0, 1, 2].map((i) => `+1202555${String(1000 + 3 * n + i)}`);
  const { added } = await good(admin, 'POST', '/dids', { numbers });
  for (const [i, did] of added.entries()) {
    ids.push([did.id, `DID${i}`], [did.number, `NUMBER${i}`]);
    await good(admin, 'POST', `/dids/${did.id}/assign`, { tenantId: id });
  }
  for (const [i, number] of ['101', '102'].entries()) {
    const outboundCallerIdDidId = i === 0 ? added[0].id : null;
    const body = { number, name: number, outboundCallerIdDidId };
    const extension = await good(admin, 'POST', `/tenants/${id}/extensions`, body);
    ids.push([extension.id, `EXTENSION${i}`]);
    const routing = { kind: 'extension', extensionId: extension.id };
    await good(admin, 'PATCH', `/tenants/${id}/dids/${added[i].id}`, { routing });
    await app.query('insert into asterisk.ps_contacts (id, endpoint, uri) values ($1, $1, $2)', [
      `${prefix}-${number}`,
      'sip:phone@127.0.0.1',
    ]);
  }
  return { id, name, admin, token: await openTestSession(app.query, admin.id), partnerId, ids };
}

/** The state before the operation. A cancelled tenant has already lost one number to another tenant. */
async function readyFor(operation: Operation): Promise<Subject> {
  const subject = await makeSubject();
  if (operation === 'cancel') return subject;
  const { admin, ids } = subject;
  await good(admin, 'POST', `/tenants/${subject.id}/cancel`, { confirmName: subject.name });
  const other = await good(admin, 'POST', '/tenants', { name: 'Other', sipPrefix: `other${made}` });
  ids.push([other.id, 'OTHER'], [`other${made}`, 'OTHERPREFIX']);
  const lost = ids.find(([, what]) => what === 'DID1')![0];
  await good(admin, 'POST', `/dids/${lost}/assign`, { tenantId: other.id, acknowledgeAgeing: true });
  return subject;
}

const request = (operation: Operation, { id, name }: Subject) => ({
  where: `/api/v1/tenants/${id}/${operation}`,
  body: operation === 'cancel' ? { confirmName: name } : {},
});

/** Every row that the operations touch. */
async function everything({ id, partnerId, admin }: Subject): Promise<string> {
  const rows = await app.query<{ what: string; rows: unknown }>(
    `select 'tenants' as what, (select json_agg(t order by t.id) from tenants t where partner_id = $2) as rows
     union all select 'counts', (select json_agg(c order by status) from tenant_counts c where partner_id = $2 and tenants > 0)
     union all select 'dids', (select json_agg(d order by number) from dids d where partner_id = $2)
     union all select 'extensions', (select json_agg(e order by number) from (select id, number, outbound_did_id, version from extensions
       where tenant_id = $1) e)
     union all select 'contacts', (select json_agg(c order by id) from asterisk.ps_contacts c where tenant_id = $1)
     union all select 'manifests', (select json_agg(m order by id) from manifests m where tenant_id = $1)
     union all select 'audit', (select json_agg(a order by id) from (select id, action, actor_id, target_id, before, after
       from audit_events where tenant_id = $1) a)
     union all select 'jobs', (select json_agg(j) from (select key, run_at, attempts from graphile_worker.jobs where key like '%' || $1) j)
     union all select 'answers', (select json_agg(k order by k.path) from (select path, status, convert_from(answer, 'UTF8') as answer
       from idempotency_keys where actor_id = $3) k)`,
    [id, partnerId, admin.id],
  );
  return JSON.stringify(Object.fromEntries(rows.map(({ what, rows }) => [what, rows])), null, 1);
}

/** Makes rows comparable between subjects: names instead of ids, and no times. */
function alike(text: string, { ids }: Subject): string {
  const named = ids.reduce((so, [id, what]) => so.replaceAll(id, what), text);
  return named
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)/g, 'TIME')
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
    .replaceAll(/tenant [0-9]+/g, 'name');
}

async function arm(api: ApiProcess, point: Point): Promise<void> {
  api.process.send(point);
  await once(api.process, 'message');
}

/** The result without a kill: all rows afterwards, and the number of statements. */
async function undisturbed(operation: Operation): Promise<{ whole: string; steps: number }> {
  const subject = await readyFor(operation);
  const api = await startApiProcess(app.database.urls.app, preload);
  await arm(api, { step: -1, when: 'before', micros: 0 });
  const { where, body } = request(operation, subject);
  const { status, text } = await api.call(subject.token, 'POST', where, body, { 'idempotency-key': 'k' });
  expect(status, text).toBe(200);
  api.process.send('how many');
  const [steps] = (await once(api.process, 'message')) as [number];
  await api.stop();
  return { whole: alike(await everything(subject), subject), steps };
}

/** Waits until the database has no transaction of the killed process. */
const untilGone = () =>
  until('the connections of the dead process to end', async () => {
    const [row] = await app.query<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity where datname = current_database() and application_name = 'strowger api'`,
    );
    return row!.n === 0;
  });

/** Kills the process at a statement; returns whether the operation was done. */
async function dieAt(operation: Operation, point: Point, whole: string): Promise<boolean> {
  const [api, subject] = await Promise.all([startApiProcess(app.database.urls.app, preload), readyFor(operation)]);
  const { where, body } = request(operation, subject);
  const key = { 'idempotency-key': 'k' };
  const before = await everything(subject);
  await arm(api, point);
  await expect(api.call(subject.token, 'POST', where, body, key)).rejects.toThrow('fetch failed');
  expect(await api.exited).toBe('SIGKILL');
  await untilGone();

  const after = await everything(subject);
  const done = after !== before;
  if (done) expect(alike(after, subject)).toBe(whole);
  const first = await subject.admin.call('POST', where, body, key);
  expect(first.status, first.text).toBe(200);
  const converged = await everything(subject);
  expect(alike(converged, subject)).toBe(whole);
  if (done) expect(converged).toBe(after);
  const second = await subject.admin.call('POST', where, body, key);
  expect(second.text).toBe(first.text);
  expect(await everything(subject)).toBe(converged);
  return done;
}

// only long runs try new points: otherwise a change would be refused for what it has nothing to do with
const anywhere = (below: number): number => Math.floor((LONG ? Math.random() : 0.5) * below);

function pointsOf(steps: number): Point[] {
  const all = Array.from({ length: steps }, (_, i) => i + 1).flatMap((step): Point[] => [
    { step, when: 'before', micros: 0 },
    { step, when: 'after', micros: 0 },
    ...Array.from({ length: 8 }, (): Point => ({ step, when: 'during', micros: anywhere(2000) })),
  ]);
  if (LONG) return all;
  const atCommit = all.filter(({ step }) => step === steps);
  return [...atCommit.slice(0, 3), all[anywhere(all.length)]!];
}

describe('kill -9 of the API in the middle of', () => {
  test.each(OPERATIONS)('%s: all of it or nothing, and once', LONG ? { timeout: 3_600_000 } : {}, async (operation) => {
    const { whole, steps } = await undisturbed(operation);
    expect(steps).toBeGreaterThan(10);
    for (const point of pointsOf(steps)) {
      const done = await dieAt(operation, point, whole).catch((error: Error) => {
        throw new Error(`killed ${JSON.stringify(point)} of ${steps}`, { cause: error });
      });
      // the last statement is the commit: after its response everything is done, before it was sent nothing is
      if (point.when === 'after') expect(done).toBe(point.step === steps);
      if (point.when === 'before' || point.step < steps) expect(done).toBe(false);
    }
  });
});

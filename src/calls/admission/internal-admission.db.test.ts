import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { phoneArrival } from '../../../test/arrivals.ts';
import { callEnd } from '../../../test/call-facts.ts';
import { createTenant } from '../../../test/tenants.ts';
import { newId } from '../../platform/values/ids.ts';
import type { Arrival } from '../model/decision.ts';
import { saveEnd } from '../records/call-records.ts';
import { writeCalls } from '../records/records-sql.ts';
import { routeFromPhone } from '../routing/from-phone.ts';
import { CAUSE } from '../rules.ts';
import * as sql from '../sql.ts';
import { admit } from './admission.ts';
import { admitInternalCall } from './internal-admission.ts';

// Test files share their modules, so mocked modules are imported anew and removed afterwards.
vi.hoisted(() => vi.resetModules());
afterAll(() => void vi.resetModules());

/** If false, every call is decided step by step. */
let isShortcutOpen = true;
let shortcuts = 0;
vi.mock(import('./internal-admission.ts'), async (original) => {
  const real = await original();
  return {
    async admitInternalCall(...of) {
      const decision = isShortcutOpen ? await real.admitInternalCall(...of) : null;
      if (decision) shortcuts++;
      return decision;
    },
  };
});

vi.mock(import('../routing/from-phone.ts'), async (original) => {
  const real = await original();
  return { ...real, routeFromPhone: vi.fn(real.routeFromPhone) };
});

const STATUSES = ['TRIAL', 'ACTIVE', 'SUSPENDED', 'CANCELLED'];
const COUNTRIES = [null, 'GB', 'IN'];
const ADDRESSES = {
  none: [],
  plain: ['sip:102@192.0.2.1:5070^3Bover=tls'],
  several: ['sip:192.0.2.1:5070', 'sip:102@192.0.2.2:5071^3Bline=a1'],
  expired: ['expired'],
  odd: ['sip:102@192.0.2.1:5070', 'sip:102@somewhere.example:5070'],
};
const DIALLED = ['102', '*67 102', '101', '555', '999', '911', '988', '*97'];

let app: TestApp;
let bakery: string;
let florist: string;

beforeAll(async () => {
  app = await createTestApp();
  const partnerId = await app.partner('Partner');
  const { call } = await app.user('partner_admin', { partnerId });
  const tenantWith = async (prefix: string, extensions: string[]): Promise<string> =>
    (await createTenant(call, { prefix, extensions })).id;
  bakery = await tenantWith('bakery', ['101', '102', '103']);
  florist = await tenantWith('florist', ['101', '102', '555']);
  // extensions from before these numbers were reserved
  await app.query(
    `update extensions set number = case number when '103' then '999' else number end where tenant_id = $1`,
    [bakery],
  );
  await app.query(`insert into trunks (id, name, host, match) values ($1, 'carrier', '127.0.0.1', '127.0.0.1:5090')`, [
    newId(),
  ]);
});
afterAll(() => app.close());
beforeEach(async () => {
  await app.query('delete from live_calls');
  await app.query('delete from calls');
});

const fromPhone = (more: Partial<Arrival> = {}): Arrival =>
  phoneArrival('102', { tenantId: bakery, caller: { number: '101', name: '' }, codecs: ['ulaw'], ...more });

const simpleCall = () => ({
  tenantId: bakery,
  arrival: fromPhone(),
  stamp: { id: newId(), at: new Date().toISOString() },
});

async function registerAt(addresses: string[]): Promise<void> {
  await app.query('delete from asterisk.ps_contacts');
  for (const uri of addresses)
    for (const endpoint of ['bakery-102', 'bakery-103', 'florist-102', 'florist-555'])
      await app.query(
        `insert into asterisk.ps_contacts (id, endpoint, uri, expiration_time)
         values ($1 || '^3B@' || $2, $1, $2, extract(epoch from now())::bigint + $3)`,
        [endpoint, uri === 'expired' ? 'sip:192.0.2.1:5070' : uri, uri === 'expired' ? -1 : 600],
      );
}

/** The decision and all rows that it wrote, without ids and times. */
async function outcomeOf(arrival: Arrival) {
  const decision = await admit(app.db, 'node', arrival);
  const live = await app.query('delete from live_calls returning *');
  const calls = await app.query('delete from calls returning *');
  const text = JSON.stringify({ decision, live, calls });
  const facts = decision.kind === 'refuse' ? decision.record : decision.facts;
  return JSON.parse(
    text.replaceAll(facts?.id ?? 'no call', 'the call').replaceAll(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '"a time"'),
  );
}

test('the single statement decides and writes every call as the step-by-step admission does', async () => {
  let cases = 0;
  const compare = async (arrival: Arrival, what: string) => {
    isShortcutOpen = true;
    const short = await outcomeOf(arrival);
    isShortcutOpen = false;
    expect(short, what).toEqual(await outcomeOf(arrival));
    cases++;
  };
  shortcuts = 0;
  for (const status of STATUSES)
    for (const country of COUNTRIES)
      for (const [form, addresses] of Object.entries(ADDRESSES)) {
        await setStatus('ACTIVE');
        await app.query('update tenants set e911_address = $1 where id = $2', [
          country && JSON.stringify({ country }),
          bakery,
        ]);
        await registerAt(addresses);
        await setStatus(status);
        for (const dialled of DIALLED) await compare(fromPhone({ dialled }), `${status} ${country} ${form} ${dialled}`);
      }
  await setStatus('ACTIVE');
  await registerAt(ADDRESSES.plain);
  for (const encrypted of [[], ['101'], ['102'], ['101', '102']]) {
    await app.query('update extensions set encrypted_only = number = any($1) where tenant_id = $2', [
      encrypted,
      bakery,
    ]);
    for (const overTls of [true, false])
      for (const restricted of [true, false])
        await compare(fromPhone({ overTls, restricted }), `encrypted ${encrypted.join()} ${overTls} ${restricted}`);
  }
  await app.query('update extensions set encrypted_only = false');
  expect(cases).toBe(STATUSES.length * COUNTRIES.length * Object.keys(ADDRESSES).length * DIALLED.length + 16);
  // TRIAL and ACTIVE, two forms of contact, two ways to dial 102, and the calls without encryption
  expect(shortcuts).toBe(2 * COUNTRIES.length * 2 * 2 + 4);
});

/** Sets the status as the database owner, for whom no transition is forbidden. */
async function setStatus(status: string): Promise<void> {
  const client = new Client({ connectionString: app.database.urls.superuser });
  await client.connect();
  await client.query('set session_replication_role = replica');
  await client.query(
    `update tenants set status = $1, suspension_reasons = $2, cancelled_at = $3, purge_at = $3::timestamptz + interval '90 days' where id = $4`,
    [status, status === 'SUSPENDED' ? ['manual'] : [], status === 'CANCELLED' ? new Date() : null, bakery],
  );
  await client.end();
}

test('a phone reaches nobody in another tenant, whichever tenant the statement is given', async () => {
  isShortcutOpen = true;
  await registerAt(ADDRESSES.plain);
  shortcuts = 0;
  for (const stranger of [
    fromPhone({ dialled: '555' }),
    fromPhone({ tenantId: florist }),
    fromPhone({ endpoint: 'florist-101' }),
    fromPhone({ endpoint: 'florist-101', dialled: '555' }),
    fromPhone({ tenantId: newId() }),
  ])
    expect(await admit(app.db, 'node', stranger)).toMatchObject({ kind: 'refuse', reason: 'unknown_number' });
  expect(shortcuts).toBe(0);
  expect(await app.query('select from live_calls')).toEqual([]);
});

test('only the application’s role may admit and record calls', async () => {
  for (const role of ['asterisk', 'worker'] as const) {
    const client = new Client({ connectionString: app.database.urls[role] });
    await client.connect();
    for (const call of [
      `public.admit_internal_call('${newId()}', now(), '${bakery}', 'bakery-101', '102', 'node', 'channel', 2000)`,
      `public.write_calls('[]', '[]')`,
    ])
      await expect(client.query(`select ${call}`)).rejects.toThrow(/permission denied/);
    await client.end();
  }
});

test('progress of a call that is saved under another tenant changes neither tenant', async () => {
  isShortcutOpen = true;
  await registerAt(ADDRESSES.plain);
  const decision = await admitInternalCall(app.db, 'node', simpleCall());
  if (decision?.kind !== 'connect') throw new Error('It is not connected.');
  const { facts } = decision;
  const end = callEnd();
  const of = (tenantId: string): sql.OwnedFacts => ({ ...facts, tenantId });
  await writeCalls(
    app.db,
    [{ facts: of(florist), at: end.at, flowAt: null, answeredBy: null }],
    [{ facts: of(florist), ...end }],
  );
  expect(await app.query('select answered_at from live_calls')).toEqual([{ answered_at: null }]);
  expect(await app.query('select from calls')).toEqual([]);
  await saveEnd(app.db, facts, end);
  expect(await app.query('select tenant_id, cause from calls')).toEqual([{ tenant_id: bakery, cause: CAUSE.normal }]);
});

test('a routing rule that the statement does not know wins, and no live row remains', async () => {
  await registerAt(ADDRESSES.plain);
  vi.mocked(routeFromPhone).mockReturnValueOnce({ kind: 'refuse', reason: 'not_permitted', record: null });
  expect(await admitInternalCall(app.db, 'node', simpleCall())).toBeNull();
  expect(await app.query('select from live_calls')).toEqual([]);
});

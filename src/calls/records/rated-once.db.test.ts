import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { answeredMsOf, type BilledTenant, RATE } from '../../../test/billed-calls.ts';
import { billTenant } from '../../../test/billed.ts';
import { createTenant } from '../../../test/tenants.ts';
import { until } from '../../../test/until.ts';
import { cycleOf } from '../../billing/cycles/cycle-rows.ts';
import { asTenant } from '../../platform/db/db.ts';

const LONG = process.env.LONG === '1';
const CALLS = LONG ? 100_000 : 3000;
const KILLS = LONG ? 12 : 4;
const ALLOWANCE = 20_000;
const root = path.resolve(import.meta.dirname, '../../..');

let app: TestApp;
let tenants: BilledTenant[];
beforeAll(async () => {
  app = await createTestApp();
  const admin = await app.user('partner_admin', { partnerId: await app.partner('Partner') });
  tenants = await Promise.all([false, true].map((included, index) => billed(admin.call, `shop${index}`, included)));
  await app.query(`update service_periods set from_at = '2020-01-01' where kind = 'active'`);
});
afterAll(() => app.close());

async function billed(
  ask: Parameters<typeof createTenant>[0],
  prefix: string,
  included: boolean,
): Promise<BilledTenant> {
  const { id: tenantId } = await createTenant(ask, { prefix });
  await billTenant(app, { tenantId, terms: {} });
  const cycle = await asTenant(app.db, tenantId, (tx) => cycleOf(tx, tenantId, new Date()));
  const cycleId = cycle?.id ?? '';
  if (included) await app.query('update billing_cycles set allowance_seconds = $2 where id = $1', [cycleId, ALLOWANCE]);
  return { tenantId, cycleId, included };
}

const writer = () =>
  spawn(
    process.execPath,
    ['test/programs/call-writer.ts', JSON.stringify({ databaseUrl: app.config.databaseUrl, calls: CALLS, tenants })],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
  );

const recorded = async (): Promise<number> => Number((await app.query('select count(*) as n from calls'))[0]?.n ?? 0);

/** The price of a call, computed in a different way. */
function price(answeredMs: number): bigint {
  const seconds = BigInt(Math.ceil(answeredMs / 1000));
  if (seconds === 0n) return 0n;
  const charged = seconds <= 30n ? 30n : 30n + ((seconds - 30n + 5n) / 6n) * 6n;
  const sum = BigInt(RATE.setupMicros) + (BigInt(RATE.perMinuteMicros) * charged * 2n + 60n) / 120n;
  return sum < BigInt(RATE.minimumMicros) ? BigInt(RATE.minimumMicros) : sum;
}

test(
  'each call is charged once, even if its record is saved repeatedly and processes are killed in between',
  async () => {
    for (let kill = 0; kill < KILLS; kill++) {
      const one = writer();
      const ended = once(one, 'exit');
      // each writer gets further than the previous one, and writes everything again
      const enough = ((kill + Math.random()) / KILLS) * 0.9 * CALLS;
      await until('enough records are written', async () => (await recorded()) > enough, 60_000);
      one.kill('SIGKILL');
      await ended;
    }
    const [code] = await once(writer(), 'exit');
    expect(code).toBe(0);

    const answered = Array.from({ length: CALLS }, (_, index) => ({ index, ms: answeredMsOf(index) }));
    const ofPlain = answered.filter(({ index }) => index % 2 === 0);
    const expected = ofPlain.reduce((sum, { ms }) => sum + (ms === null ? 0n : price(ms)), 0n);
    const [plain, withMinutes] = await Promise.all(
      tenants.map(async ({ cycleId }) => (await app.query('select * from billing_cycles where id = $1', [cycleId]))[0]),
    );
    expect(BigInt(plain?.spent_micros as string)).toBe(expected);
    expect(withMinutes?.included_used_seconds).toBe(String(ALLOWANCE));

    // the cycle's total is the sum of its charges, and each charge follows from its own rate
    const sums =
      await app.query(`select c.id from billing_cycles c join (select cycle_id, sum(charge_micros) as spent, sum(charged_seconds) as seconds,
        sum(included_seconds) as included from call_charges group by cycle_id) s on s.cycle_id = c.id
      where (c.spent_micros, c.charged_seconds, c.included_used_seconds) = (s.spent, s.seconds, s.included)`);
    expect(sums).toHaveLength(2);
    const [{ calls, charges }] = (await app.query(
      'select (select count(*)::int from calls) as calls, (select count(*)::int from call_charges) as charges',
    )) as [{ calls: number; charges: number }];
    expect([calls, charges]).toEqual([CALLS, answered.filter(({ ms }) => ms !== null).length]);
  },
  LONG ? 600_000 : 180_000,
);

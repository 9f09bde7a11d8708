import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Rate } from '../../src/billing/rating/rate-call.ts';
import { newId } from '../../src/platform/values/ids.ts';
import { createTestApp, type TestApp } from '../app.ts';
import { billTenant, BY_THE_SECOND, rateTable, type Rates } from '../billed.ts';
import { registerPhone } from '../contacts.ts';
import type { Outcome } from '../programs/caller.ts';
import { createTenant } from '../tenants.ts';

/**
 * A thousand calls at once near the caps of two tenants, from two call controls with many connections. PostgreSQL itself watches that no transaction
 * passes a cap.
 */
const root = path.resolve(import.meta.dirname, '../..');
const RATES: Rates = {
  '1': { perMinuteMicros: 60_000, initialSeconds: 60, incrementSeconds: 60 },
  '44': { perMinuteMicros: 61_234, initialSeconds: 30, incrementSeconds: 6, setupMicros: 5000, minimumMicros: 50_000 },
  '49': { perMinuteMicros: 70_001 },
};
const NODES = ['node 1', 'node 2'];

type Capped = { id: string; endpoint: string; ownNumber: string; calls: number };
let app: TestApp;
let spending: Capped;
let talking: Capped;
beforeAll(async () => {
  app = await createTestApp();
  const partnerId = await app.partner('Partner');
  const admin = await app.user('partner_admin', { partnerId });
  await app.query(
    `insert into trunks (id, name, host, match, emergency) values ($1, 'carrier', '127.0.0.1', '127.0.0.1:5090', true)`,
    [newId()],
  );
  const rates = await rateTable(app, partnerId, RATES);
  const tenant = async (prefix: string, ownNumber: string, calls: number, cap: string): Promise<Capped> => {
    const shop = await createTenant(admin.call, { prefix, extensions: ['101'] });
    await app.query(
      `insert into dids (id, partner_id, tenant_id, number, status, routing_kind, routing_target_id) values ($1, $2, $3, $4, 'ASSIGNED', 'extension', $5)`,
      [newId(), partnerId, shop.id, ownNumber, shop.extensionId('101')],
    );
    await billTenant(app, { tenantId: shop.id, terms: { outboundRates: rates, inboundRates: rates } });
    await app.query(`update tenant_limits set ${cap} where tenant_id = $1`, [shop.id]);
    await registerPhone(app.query, `${prefix}-101`, { seconds: 6000 });
    return { id: shop.id, endpoint: `${prefix}-101`, ownNumber, calls };
  };
  spending = await tenant('bakery', '+12125550101', 400, "monthly_spend_micros = 5000000, currency = 'USD'");
  talking = await tenant('garage', '+12125550102', 100, 'max_monthly_minutes = 50');
  await app.query(
    `update outbound_permissions set classes = '{tollFree,domestic,international}', max_concurrent = 5000, max_concurrent_per_extension = 5000`,
  );
  await app.query("update service_periods set from_at = '2020-01-01' where kind = 'active'");
  await app.query(
    `create function refuse_passing() returns trigger language plpgsql security definer as $$ begin
       if exists (select from billing_cycles c join tenant_limits l on l.tenant_id = c.tenant_id where c.id = new.id
           and (c.spent_micros + c.metered_micros + c.fees_micros + c.reserved_micros > l.monthly_spend_micros
             or c.charged_seconds + c.metered_seconds + c.reserved_seconds > l.max_monthly_minutes * 60))
         then raise exception 'the cap was passed'; end if;
       return null; end $$`,
  );
  await app.query(
    `create constraint trigger refuse_passing after insert or update on billing_cycles deferrable initially deferred
     for each row execute function refuse_passing()`,
  );
});
afterAll(() => app.close());

/** Makes the calls of one call control. */
async function makeCalls(node: string): Promise<Outcome[]> {
  const task = {
    databaseUrl: app.config.databaseUrl,
    node,
    tenants: [spending, talking],
    dialled: ['2125559999', '011442079460999', '011493012345678'],
  };
  const child = spawn(process.execPath, ['test/programs/caller.ts', JSON.stringify(task)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // the program's own words
  const outcomes: Outcome[] = JSON.parse(await text(child.stdout));
  return outcomes;
}

/** What so many seconds cost, reckoned in another way than the product does. */
function price(prefix: string, seconds: number): bigint {
  const rate: Rate = { ...BY_THE_SECOND, ...RATES[prefix] };
  let charged = rate.initialSeconds;
  while (charged < seconds) charged += rate.incrementSeconds;
  const exact = BigInt(rate.setupMicros) * 60n + BigInt(rate.perMinuteMicros) * BigInt(charged);
  const rounded = exact / 60n + (exact % 60n >= 30n ? 1n : 0n);
  return rounded > BigInt(rate.minimumMicros) ? rounded : BigInt(rate.minimumMicros);
}

test('of a thousand calls at once, those that fit in the cap pass, it is never passed, and each is charged once', async () => {
  const outcomes = (await Promise.all(NODES.map(makeCalls))).flat();
  expect(outcomes).toHaveLength(1000);
  for (const [tenant, cap, used, most] of [
    [spending, 'spend_cap', 'spent', 5_000_000],
    [talking, 'minutes_cap', 'seconds', 3000],
  ] as const) {
    const own = outcomes.filter(({ tenantId }) => tenantId === tenant.id);
    const refused = own.flatMap((outcome) => ('refused' in outcome ? outcome.refused : []));
    expect(new Set(refused)).toEqual(new Set([cap]));
    const charges = await app.query<{ callId: string; micros: string }>(
      'select call_id as "callId", charge_micros as micros from call_charges where tenant_id = $1 order by call_id',
      [tenant.id],
    );
    const due = own
      .flatMap((outcome) => ('refused' in outcome ? [] : outcome))
      .map(({ callId, prefix, seconds }) => ({ callId, micros: String(price(prefix, seconds)) }));
    expect(charges).toEqual(due.toSorted((one, other) => (one.callId < other.callId ? -1 : 1)));

    const [cycle, ...others] = await app.query<Record<'spent' | 'seconds' | 'reserved', number>>(
      `select spent_micros::int as spent, charged_seconds::int as seconds, (reserved_micros + reserved_seconds)::int as reserved
       from billing_cycles where tenant_id = $1`,
      [tenant.id],
    );
    expect(others).toEqual([]);
    expect(cycle?.reserved).toBe(0);
    expect(BigInt(cycle?.spent ?? 0)).toBe(due.reduce((sum, { micros }) => sum + BigInt(micros), 0n));
    expect(cycle?.[used]).toBeLessThanOrEqual(most);
    // they did come near to it
    expect(cycle?.[used]).toBeGreaterThan(most / 2);
  }
  expect(await app.query('select from live_calls')).toEqual([]);
});

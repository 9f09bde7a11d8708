import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFixtures, type Fixtures } from '../../../test/fixtures.ts';
import { asPartner, asTenant, inContext, openDb, openPool, type Tx } from '../../platform/db/db.ts';
import { dayAfter, daysBetween } from '../../platform/time/zoned-days.ts';
import { TenantCreate } from '../../tenants/contract.ts';
import { changeStatus } from '../../tenants/lifecycle/lifecycle.ts';
import { createTenant, editTenant } from '../../tenants/tenants.ts';
import { createProfile } from '../profiles/profiles.ts';
import { INITIAL_TERMS, type ProfileTerms } from '../profiles/terms-contract.ts';
import { cycleOf, type CycleRow, turnCycles } from './cycle-rows.ts';

let fixtures: Fixtures;
let made = 0;
const DAY_MS = 86_400_000;

beforeAll(async () => {
  fixtures = await createFixtures();
});
afterAll(() => fixtures.close());

const profile = async (terms: Partial<ProfileTerms> = {}, currency = 'USD'): Promise<string> => {
  const { db, partnerId, admin } = fixtures;
  const { id } = await asPartner(db, partnerId, (tx) =>
    createProfile(tx, admin, partnerId, { name: `Plan ${++made}`, currency }),
  );
  await fixtures.rows('update billing_profile_versions set terms = $2 where profile_id = $1', [
    id,
    { ...INITIAL_TERMS, ...terms },
  ]);
  return id;
};

const newVersion = (profileId: string, terms: Partial<ProfileTerms>, at: Date) =>
  fixtures.rows(
    `insert into billing_profile_versions (id, partner_id, profile_id, number, name, currency, terms, created_at)
     select gen_random_uuid(), partner_id, profile_id, number + 1, name, currency, $2, $3 from billing_profile_versions
     where profile_id = $1 order by number desc limit 1`,
    [profileId, { ...INITIAL_TERMS, ...terms }, at],
  );

const tenant = async (billingProfileId: string | null, status: 'TRIAL' | 'ACTIVE' = 'ACTIVE'): Promise<string> => {
  const { db, partnerId, admin } = fixtures;
  const input = TenantCreate.parse({
    name: `Bakery ${++made}`,
    sipPrefix: `bak${made}`,
    status,
    billingProfileId,
    timezone: 'America/New_York',
  });
  return (await asPartner(db, partnerId, (tx) => createTenant(tx, admin, { partnerId, input }))).id;
};

const within = <R>(id: string, work: (tx: Tx) => Promise<R>): Promise<R> =>
  inContext(fixtures.db, { tenantId: id, partnerId: fixtures.partnerId }, work);
const edit = (id: string, patch: { billingProfileId?: string | null; timezone?: string }, now: Date) =>
  within(id, (tx) => editTenant(tx, fixtures.admin, { id, patch, ifMatch: null, now }));
/** In the context of the tenant, like calls. */
const cycleAt = (id: string, at: Date): Promise<CycleRow | null> =>
  asTenant(fixtures.db, id, (tx) => cycleOf(tx, id, at));
const cycles = (id: string) =>
  fixtures.rows<CycleRow>('select * from billing_cycles where tenant_id = $1 order by starts_at', [id]);
const later = (cycle: CycleRow, ms = 1000) => new Date(cycle.ends_at.getTime() + ms);

async function needed(id: string, at: Date): Promise<CycleRow> {
  const cycle = await cycleAt(id, at);
  if (!cycle) throw new Error('There is no cycle.');
  return cycle;
}

describe('a tenant’s cycles', () => {
  test('begin when the tenant is created with a profile', async () => {
    const id = await tenant(await profile());
    const [cycle, ...others] = await cycles(id);
    const [{ created_at } = { created_at: null }] = await fixtures.rows<{ created_at: Date }>(
      'select created_at from tenants where id = $1',
      [id],
    );
    expect(others).toEqual([]);
    expect(cycle).toMatchObject({ starts_at: created_at, zone: 'America/New_York', currency: 'USD' });
    expect(cycle?.next_first_day).toMatch(/-01$/);
  });

  test('begin when the tenant gets a profile, not earlier', async () => {
    const id = await tenant(null);
    const now = new Date();
    expect(await cycleAt(id, now)).toBeNull();
    await edit(id, { billingProfileId: await profile() }, now);
    expect(await cycleAt(id, new Date(now.getTime() - 1))).toBeNull();
    expect((await needed(id, now)).starts_at).toEqual(now);
  });

  test('have no gaps, even if nothing needed them for months', async () => {
    const id = await tenant(await profile({ billingDay: 31 }));
    const first = await needed(id, new Date());
    await needed(id, new Date(Date.now() + 200 * DAY_MS));
    const all = await cycles(id);
    expect(all.length).toBeGreaterThan(6);
    all.slice(1).forEach((cycle, before) => {
      expect(cycle.starts_at).toEqual(all[before]?.ends_at);
      expect(cycle.first_day).toBe(all[before]?.next_first_day);
    });
    expect(await needed(id, first.starts_at)).toMatchObject({ id: first.id });
  });

  test('are created only once by requests at the same time', async () => {
    const id = await tenant(await profile());
    const at = later(await needed(id, new Date()));
    const answers = await Promise.all(Array.from({ length: 8 }, () => needed(id, at)));
    expect(new Set(answers.map((cycle) => cycle.id)).size).toBe(1);
    expect(await cycles(id)).toHaveLength(2);
  });

  test('begin at the start of the day if a call finds none, so they include a call a moment earlier', async () => {
    const id = await tenant(await profile());
    await fixtures.rows('delete from billing_cycles where tenant_id = $1', [id]);
    const at = new Date('2026-10-20T18:00:00Z');
    const { id: cycleId, starts_at: startsAt } = await needed(id, at);
    expect(startsAt).toEqual(new Date('2026-10-20T04:00:00Z'));
    expect(await needed(id, new Date(at.getTime() - 1))).toMatchObject({ id: cycleId });
  });

  test('are created by the job for all tenants, once each', async () => {
    const ids = await Promise.all([tenant(await profile()), tenant(await profile())]);
    const at = new Date(Date.now() + 40 * DAY_MS);
    const pool = openPool(fixtures.database.urls.worker, 'turn');
    await turnCycles(openDb(pool), at);
    await turnCycles(openDb(pool), at);
    await pool.end();
    for (const id of ids) expect((await cycles(id)).filter((cycle) => cycle.ends_at > at)).toHaveLength(1);
  });
});

describe('a change', () => {
  test('of the terms applies from the next cycle', async () => {
    const profileId = await profile({ includedMinutes: 100 });
    const id = await tenant(profileId);
    const first = await needed(id, new Date());
    await newVersion(profileId, { includedMinutes: 200, billingDay: 15 }, new Date());
    expect(await needed(id, new Date())).toEqual(first);
    const next = await needed(id, later(first));
    expect(next.profile_version_id).not.toBe(first.profile_version_id);
    expect(next.next_first_day).toMatch(/-15$/);
  });

  test('of the terms after a cycle has begun does not apply to it, even if the cycle is created later', async () => {
    const profileId = await profile();
    const id = await tenant(profileId);
    const first = await needed(id, new Date());
    await newVersion(profileId, { includedMinutes: 200 }, later(first));
    expect((await needed(id, later(first, 60_000))).profile_version_id).toBe(first.profile_version_id);
  });

  test('of the profile and the time zone applies from the next cycle, even if the current one is created later', async () => {
    const id = await tenant(await profile());
    const first = await needed(id, new Date());
    await edit(id, { billingProfileId: await profile({}, 'EUR'), timezone: 'Asia/Tokyo' }, later(first));
    const second = await needed(id, later(first));
    expect([second.currency, second.zone]).toEqual(['USD', 'America/New_York']);
    const third = await needed(id, later(second));
    expect([third.currency, third.zone]).toEqual(['EUR', 'Asia/Tokyo']);
    expect([third.starts_at, third.first_day]).toEqual([second.ends_at, second.next_first_day]);
  });

  test('to no profile lets the cycle end, and a later profile begins a new one', async () => {
    const id = await tenant(await profile());
    const first = await needed(id, new Date());
    await edit(id, { billingProfileId: null }, new Date());
    expect(await needed(id, new Date())).toMatchObject({ id: first.id });
    expect(await cycleAt(id, later(first))).toBeNull();
    const again = later(first, 3 * DAY_MS);
    await edit(id, { billingProfileId: await profile() }, again);
    expect((await needed(id, again)).starts_at).toEqual(again);
    expect(await cycleAt(id, later(first))).toBeNull();
  });
});

describe('included minutes', () => {
  const expected = (cycle: CycleRow, day: string) =>
    String(Math.floor((1000 * 60 * daysBetween(day, cycle.next_first_day)) / cycle.nominal_days));

  test('are reduced to the remaining days in the first cycle, and full in the next', async () => {
    const id = await tenant(await profile({ includedMinutes: 1000 }));
    const first = await needed(id, new Date());
    expect(first.allowance_seconds).toBe(expected(first, first.first_day));
    expect((await needed(id, later(first))).allowance_seconds).toBe('60000');
  });

  test('of a TRIAL are fixed when it first becomes ACTIVE, and a suspension does not reduce them', async () => {
    const id = await tenant(await profile({ includedMinutes: 1000 }), 'TRIAL');
    const first = await needed(id, new Date());
    const at = later(first, 1000);
    expect((await needed(id, at)).allowance_seconds).toBeNull();
    const next = await needed(id, at);
    await within(id, (tx) => changeStatus(tx, fixtures.admin, { id, input: { status: 'ACTIVE' }, now: new Date() }));
    const day = dayAfter(dayAfter(next.first_day));
    await fixtures.rows(`update service_periods set from_at = ($2 || ' 15:00+00')::timestamptz where tenant_id = $1`, [
      id,
      day,
    ]);
    expect((await needed(id, at)).allowance_seconds).toBeNull();
    const active = await needed(id, new Date(`${day}T16:00:00Z`));
    expect(active.allowance_seconds).toBe(expected(next, day));
    await within(id, (tx) => changeStatus(tx, fixtures.admin, { id, input: { status: 'SUSPENDED' }, now: new Date() }));
    expect((await needed(id, new Date(next.ends_at.getTime() - 1))).allowance_seconds).toBe(active.allowance_seconds);
  });
});

describe('what a tenant had', () => {
  test('is recorded when it is added and removed', async () => {
    const id = await tenant(null, 'TRIAL');
    const periods = () =>
      fixtures.rows<{ kind: string; open: boolean; n: number }>(
        `select kind, until_at is null as open, count(*)::int as n from service_periods where tenant_id = $1 group by 1, 2 order by 1, 2`,
        [id],
      );
    expect(await periods()).toEqual([]);
    await within(id, (tx) => changeStatus(tx, fixtures.admin, { id, input: { status: 'ACTIVE' }, now: new Date() }));
    const number = await fixtures.giveNumber(id, { kind: 'none' });
    expect(await periods()).toEqual([
      { kind: 'active', open: true, n: 1 },
      { kind: 'number', open: true, n: 1 },
    ]);
    await within(id, (tx) =>
      changeStatus(tx, fixtures.admin, {
        id,
        input: { status: 'CANCELLED', confirmName: `Bakery ${made}` },
        now: new Date(),
      }),
    );
    expect(await periods()).toEqual([
      { kind: 'active', open: false, n: 1 },
      { kind: 'cancelled', open: true, n: 1 },
      { kind: 'number', open: false, n: 1 },
    ]);
    expect(
      await fixtures.rows('select number from service_periods where kind = $1 and tenant_id = $2', ['number', id]),
    ).toEqual([{ number }]);
  });
});

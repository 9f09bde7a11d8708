import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFixtures, type Fixtures } from '../../../test/fixtures.ts';
import { asPartner, asTenant, inContext } from '../../platform/db/db.ts';
import { addDays, startOfDay } from '../../platform/time/zoned-days.ts';
import { TenantCreate } from '../../tenants/contract.ts';
import { createTenant } from '../../tenants/tenants.ts';
import { cycleOf } from '../cycles/cycle-rows.ts';
import { createProfile } from '../profiles/profiles.ts';
import { INITIAL_TERMS, ProfileTerms } from '../profiles/terms-contract.ts';
import { readRecurring } from './recurring-rows.ts';

let fixtures: Fixtures;
beforeAll(async () => {
  fixtures = await createFixtures();
});
afterAll(() => fixtures.close());

const terms = ProfileTerms.parse({ ...INITIAL_TERMS, monthlyFee: 3000, localNumberFee: 100, localNumberSetupFee: 250 });

test('fees are calculated from what the tenant had, for whole cycles, parts of them, and until now', async () => {
  const { db, partnerId, admin, rows } = fixtures;
  const profile = await asPartner(db, partnerId, (tx) =>
    createProfile(tx, admin, partnerId, { name: 'Plan', currency: 'USD' }),
  );
  const input = { name: 'Bakery', sipPrefix: 'bakery', status: 'ACTIVE', billingProfileId: profile.id };
  const { id } = await asPartner(db, partnerId, (tx) =>
    createTenant(tx, admin, { partnerId, input: TenantCreate.parse({ ...input, timezone: 'UTC' }) }),
  );
  await fixtures.giveNumber(id, { kind: 'none' });
  const [first] = await rows<{ ends_at: Date }>('select ends_at from billing_cycles where tenant_id = $1', [id]);
  const cycle = await inContext(db, { tenantId: id, partnerId }, (tx) => cycleOf(tx, id, first?.ends_at ?? new Date()));
  if (!cycle) throw new Error('There is no cycle.');
  const day = (n: number) => new Date(startOfDay(addDays(cycle.first_day, n), 'UTC'));
  await rows(`update service_periods set until_at = $2 where tenant_id = $1 and kind = 'number'`, [id, day(10)]);
  const read = async (asked: { firstDay?: string; through?: string } = {}, now?: Date) =>
    (await asTenant(db, id, (tx) => readRecurring(tx, [{ cycle, terms, ...asked }], now))).get(cycle.id);
  const days = cycle.nominal_days;

  // its set-up fee was due in the previous cycle
  expect((await read())?.lines).toMatchObject([
    { kind: 'plan', unitDays: days, amountMinor: 3000 },
    { kind: 'numbers', numbers: 'local', unitDays: 10 },
  ]);
  expect((await read({}, new Date(day(2).getTime() + 1000)))?.units).toEqual({
    extensionDays: 0,
    numberDays: 3,
    nominalDays: days,
  });
  expect((await read({ through: addDays(cycle.first_day, 4) }))?.lines).toMatchObject([
    { unitDays: 5 },
    { unitDays: 5 },
  ]);
  expect((await read({ firstDay: addDays(cycle.first_day, 5) }))?.lines).toMatchObject([
    { unitDays: days - 5 },
    { unitDays: 5 },
  ]);
});

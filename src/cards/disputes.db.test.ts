import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type CardFixture, openCardFixture, type PaidTenant } from '../../test/card-fixture.ts';
import { transactionsRetried } from '../platform/db/db.ts';
import { settleDisputes } from './disputes.ts';
import { settleAttempt } from './sending.ts';

let fixture: CardFixture;
beforeAll(async () => {
  fixture = await openCardFixture();
});
beforeEach(() => {
  fixture.posted.length = 0;
});
afterAll(() => fixture.close());

const attemptOf = async ({ charge }: PaidTenant): Promise<string> => {
  const query = 'select id from card_attempts where charge_id = $1';
  const [row] = await fixture.app.query<{ id: string }>(query, [charge]);
  return row?.id ?? '';
};

test('a payment and its dispute can be settled at once: neither waits for the other’s locks', async () => {
  const { app, double, worker } = fixture;
  const retries = async () => (await transactionsRetried.get()).values.reduce((sum, { value }) => sum + value, 0);
  const before = await retries();
  const tenant = await fixture.paid();
  const ref = { tenantId: tenant.id, attemptId: await attemptOf(tenant) };
  for (let round = 0; round < 15; round++) {
    double.dispute(tenant.charge, round % 2 === 0 ? 'lost' : 'won');
    await Promise.all(
      [settleAttempt, settleDisputes, settleAttempt, settleDisputes].map((settle) =>
        settle(worker, ref, new Date(), app),
      ),
    );
  }
  expect(await retries()).toBe(before);
});

import { afterAll, expect, test } from 'vitest';
import { openWebhookFixture } from '../../../test/webhook-fixture.ts';
import { type AttemptRow, dueDeliveries, recordAttempts } from './sql.ts';

const fixture = await openWebhookFixture();
const { app, db } = fixture;
afterAll(() => fixture.close());

/** More often than it takes two statements in different orders to wait for each other. */
const ROUNDS = 40;

test('processes that store results at once never wait for each other', async () => {
  for (let webhook = 0; webhook < 5; webhook++) await fixture.hook('http://127.0.0.1:9/');
  for (let call = 0; call < 400; call++) await fixture.callFrom(String(call));
  await fixture.place();
  // in a large table PostgreSQL looks messages up in the order of the batch
  await app.query('analyze');
  const due = await dueDeliveries(db, null, [], 20);
  expect(due).toHaveLength(100);
  const attempts = due.map(({ id, queued_at }): AttemptRow => ({
    id,
    queued_at: queued_at.toJSON(),
    state: 'delivered',
    due_at: null,
    attempts: 1,
    attempted_at: new Date().toJSON(),
    milliseconds: 1,
    status: 200,
    response: null,
    failure: null,
  }));
  for (let round = 0; round < ROUNDS; round++) {
    await app.query(`update webhooks set last_success_at = null`);
    await app.query(`update webhook_deliveries set state = 'pending' where state = 'delivered'`);
    await Promise.all([attempts, attempts.toReversed()].map((batch) => recordAttempts(db, batch)));
    expect(await app.query('select from webhooks where last_success_at is null')).toEqual([]);
    expect(await app.query(`select from webhook_deliveries where state = 'delivered'`)).toHaveLength(100);
  }
});

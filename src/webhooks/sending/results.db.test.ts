import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { until } from '../../../test/until.ts';
import { openWebhookFixture } from '../../../test/webhook-fixture.ts';
import { refusing } from '../../../test/webhook-receiver.ts';
import { type GuardedSender, openGuardedSender } from '../../platform/http-client/exchange.ts';
import { Dispatcher } from './dispatcher.ts';

const fixture = await openWebhookFixture();
const { app, done, receiver, hook, callFrom, deliveriesOf, place } = fixture;
let sender: GuardedSender;
let clinic: string;
let at: number;
let errors: string[];
let one: Dispatcher;

beforeAll(async () => {
  clinic = await fixture.tenant('Clinic');
  sender = openGuardedSender({ privateAddresses: 'allow', connectMs: 1000, connections: 100 });
});
afterEach(async () => {
  await one.end(5000);
  await fixture.clear();
});
afterAll(async () => {
  await sender.close();
  await fixture.close();
});

/** Starts a dispatcher with the test's clock that collects its errors. */
function start(): void {
  at = Date.now();
  errors = [];
  one = new Dispatcher({
    db: fixture.db,
    sender,
    secretKey: app.config.secretKey,
    log: pino({ level: 'error' }, { write: (line: string) => void errors.push(line) }),
    now: () => at,
    wake: () => undefined,
  });
}

async function turns(count: number): Promise<void> {
  for (let n = 0; n < count; n++) await one.turn('everywhere');
}

const turnsUntil = (what: string, look: () => Promise<boolean>) =>
  until(what, async () => {
    await one.turn('everywhere');
    return look();
  });

/** Makes the database refuse such updates until the returned function is called. */
async function refuse(table: string, when: string): Promise<() => Promise<unknown>> {
  await app.query(`create function refuse_it() returns trigger language plpgsql as 'begin raise check_violation; end';
    create trigger refuse_it before update on ${table} for each row when (${when}) execute function refuse_it()`);
  return () => app.query(`drop trigger refuse_it on ${table}; drop function refuse_it`);
}

test('a result that the database refuses is retried at growing intervals; its message isn’t resent, and others are sent', async () => {
  const crm = await receiver();
  const { id } = await hook(crm);
  const allow = await refuse('webhook_deliveries', `old.tenant_id = '${clinic}'`);
  for (const of of [clinic, fixture.tenantId]) await callFrom('1', of);
  await place();
  start();
  const delivered = async (of: string) => (await deliveriesOf(id, '&state=delivered')).some((d) => d.tenantId === of);
  await turnsUntil('the other one', () => delivered(fixture.tenantId));
  await turnsUntil('the refusal', async () => errors.length > 0);
  await turns(20);
  expect([crm.state.requests, errors.length]).toEqual([2, 1]);
  // tried again after about 5 seconds, then after about 30
  for (const [seconds, refusals] of [
    [7, 2],
    [7, 2],
    [40, 3],
  ] as const) {
    // prettier-ignore
    at += seconds * 1000;
    await turns(3);
    expect([crm.state.requests, errors.length]).toEqual([2, refusals]);
  }
  await allow();
  at += 3 * 60_000;
  await turnsUntil('its result', () => delivered(clinic));
  expect(crm.state.requests).toBe(2);
});

test('health that the database refuses is stored later, and nothing is sent twice', async () => {
  const crm = await receiver(refusing(500));
  const { id } = await hook(crm);
  const allow = await refuse('webhooks', 'new.probe_at is not null');
  for (let number = 0; number < 6; number++) await callFrom(String(number));
  await place();
  start();
  await turnsUntil('the refusal', async () => errors.length > 0);
  await turns(20);
  expect([crm.state.requests, errors.length]).toEqual([6, 1]);
  await allow();
  at += 7000;
  await turns(1);
  expect(await done('GET', `/webhooks/${id}`)).toMatchObject({ state: 'failing' });
});

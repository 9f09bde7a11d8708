import pino from 'pino';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { INITIAL_TERMS } from '../../../src/billing/profiles/terms-contract.ts';
import { chaseOverdue } from '../../../src/past-due/dunning.ts';
import { openDb, openPool } from '../../../src/platform/db/db.ts';
import { newId } from '../../../src/platform/values/ids.ts';
import type { ApiUser } from '../../app.ts';
import { type CardFixture, openCardFixture } from '../../card-fixture.ts';
import type { Carrier } from '../../sip/carrier.ts';
import type { Phone } from '../../sip/phone.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from '../call-control-fixture.ts';

let fixture: CallControlFixture;
let cards: CardFixture;
let shop: TenantWithPhones;
let carrier: Carrier;
let counter: Phone;
let admin: ApiUser;
let invoice: string;
let resources: AsyncDisposableStack;
const OUTSIDE = '+12125559999';
/** A Tuesday, 10:00 in New York, 16 days after the invoice was due. */
const WORKING_HOURS = new Date('2026-12-01T15:00Z');

beforeAll(async () => {
  resources = new AsyncDisposableStack();
  cards = await openCardFixture(async (server) => {
    fixture = resources.use(await openCallControlFixture({}, { server }));
    return { app: fixture.app, partnerId: fixture.partnerId, closeApp: () => Promise.resolve() };
  });
  resources.defer(() => cards.close());
  carrier = resources.use(await fixture.addCarrier('carrier'));
  shop = await fixture.addTenant('bakery', ['101']);
  await shop.addNumber('+12125550101', '101');
  counter = resources.use(await shop.openPhone('101'));
  const [{ partner_id: partnerId } = { partner_id: '' }] = await fixture.app.query<{ partner_id: string }>(
    "update tenants set timezone = 'America/New_York' where id = $1 returning partner_id",
    [shop.id],
  );
  admin = await fixture.app.user('partner_admin', { partnerId });
  invoice = await cards.addInvoice(shop.id);
  const version = newId();
  await fixture.app.query(
    "insert into billing_profile_versions (id, partner_id, number, name, currency, terms) values ($1, $2, 1, 'Plan', 'USD', $3)",
    [version, partnerId, { ...INITIAL_TERMS, pastDueDays: 15 }],
  );
  await fixture.app.query(
    `insert into billing_cycles (id, partner_id, tenant_id, profile_version_id, starts_at, ends_at, first_day, next_first_day, days, nominal_days, zone, currency, invoiced_at)
     values ($1, $2, $3, $4, '2026-10-01T04:00Z', '2026-11-01T04:00Z', '2026-10-01', '2026-11-01', 31, 31, 'America/New_York', 'USD', now())`,
    [invoice, partnerId, shop.id, version],
  );
});
afterEach(({ task }) => {
  if (task.result?.state === 'fail') console.log(fixture.control.output().slice(-20_000));
});
afterAll(() => resources?.disposeAsync());

/** Runs the worker's job of that day. */
async function chase(): Promise<void> {
  const pool = openPool(fixture.app.database.urls.worker, 'past-due');
  try {
    await chaseOverdue(openDb(pool), WORKING_HOURS, pino({ level: 'silent' }));
  } finally {
    await pool.end();
  }
}

async function callOutside(): Promise<void> {
  const outside = carrier.listen();
  const call = counter.call(OUTSIDE);
  expect((await outside.nextCall()).dialled).toBe(OUTSIDE);
  await call.answered;
  await call.hangUp();
}

test('when a tenant goes past due, its call ends and its phone reaches only 911, until the payment is recorded', async () => {
  await callOutside();
  const outside = carrier.listen();
  const running = counter.call(OUTSIDE);
  await outside.nextCall();
  await running.answered;
  await chase();
  await running.ended;
  expect(await counter.call(OUTSIDE).ended).toMatchObject({ answered: false });

  const emergency = carrier.listen();
  const help = counter.call('911');
  expect((await emergency.nextCall()).dialled).toBe('911');
  await help.answered;
  await help.hangUp();

  const part = await admin.call('POST', `/invoices/${invoice}/payments`, {
    amount: '10.99',
    paidOn: '2026-11-20',
    method: 'cash',
  });
  expect(part.status).toBe(201);
  expect(await counter.call(OUTSIDE).ended).toMatchObject({ answered: false });
  const rest = await admin.call('POST', `/invoices/${invoice}/payments`, {
    amount: '0.01',
    paidOn: '2026-11-20',
    method: 'cash',
  });
  expect(rest.status).toBe(201);
  await callOutside();
});

test('a past-due tenant’s phone is refused, and connects again after a card payment on Stripe’s page', async () => {
  const owner = await fixture.app.user('tenant_admin', { tenantId: shop.id });
  const tenant = { id: shop.id, owner, invoice: await cards.addInvoice(shop.id) };
  const suspended = await admin.call('POST', `/tenants/${shop.id}/suspend`, { reason: 'past_due' });
  expect(suspended.body.status).toBe('SUSPENDED');
  expect(await counter.call(OUTSIDE).ended).toMatchObject({ answered: false });

  const { payment } = await cards.open(tenant);
  expect(await counter.call(OUTSIDE).ended).toMatchObject({ answered: false });
  const { body: opened } = await owner.call('GET', `/tenants/${shop.id}/card-payments/${payment}`);
  const paid = await fetch(opened.pageUrl, {
    method: 'POST',
    body: new URLSearchParams({ card: '4242 4242 4242 4242' }),
    redirect: 'manual',
  });
  expect(paid.status).toBe(303);
  expect(await cards.deliver()).toEqual([]);
  expect(await cards.stateOf(tenant, payment)).toBe('succeeded');
  await callOutside();
});

import type { Logger } from 'pino';
import { amountText, dueMinor, type InvoiceRow } from '../invoices/invoices.ts';
import { isMailTime } from '../past-due/rules.ts';
import type { Db, Tx } from '../platform/db/db.ts';
import { eachTenant } from '../platform/db/each-tenant.ts';
import { eventsOf, recordEvent } from '../platform/db/events.ts';
import { lockTenants } from '../platform/db/tenant-lock.ts';
import { tenantZone, withOwner } from '../platform/db/tenant-owner.ts';
import { SYSTEM } from '../platform/http/caller.ts';
import { dayAt, daysBetween } from '../platform/time/zoned-days.ts';
import { wallTime } from '../platform/time/zoned-times.ts';
import { newId } from '../platform/values/ids.ts';
import { askProvider, chargeable, ownedBy, type PayingTenant } from './card-payments.ts';
import { autoPayStep, cardText, IS_REPEATED, isHardDecline } from './rules.ts';
import * as sql from './sql.ts';

const eventOf = eventsOf('card_payment');

/** Starts a charge of each due invoice to its tenant's card. It may run twice, even at the same time: each invoice is charged once for each step. */
export const chargeDue = (db: Db, now: Date, log: Logger): Promise<void> =>
  eachTenant(
    { db, log, failure: 'the due invoices of a tenant could not be charged to its card' },
    (tx, after, atMost) => sql.tenantsToCharge(tx, now, after, atMost),
    (tenantId) => chargeTenant(db, tenantId, now),
  );

const chargeTenant = (db: Db, tenantId: string, now: Date): Promise<void> =>
  withOwner(db, tenantId, async (tx, { partnerId, name }) => {
    const [locked] = await lockTenants(tx, [tenantId]);
    if (!locked) return;
    const timezone = await tenantZone(tx, tenantId);
    const card = await sql.findAutoPayCard(tx, tenantId);
    // only by day, when somebody can do something about a card that is declined
    if (!card || !isMailTime(wallTime(now.getTime(), timezone))) return;
    if (!(await sql.findTenantAccount(tx)) || (await sql.runningPayment(tx, tenantId))) return;
    const today = dayAt(now.getTime(), timezone);
    const agreedOn = dayAt(card.auto_pay_since.getTime(), timezone);
    // invoices that were due before the tenant agreed aren't charged
    for (const invoice of await sql.invoicesDue(tx, tenantId, agreedOn, today)) {
      const step = await stepOf(tx, invoice, card, today);
      // one at a time: the next invoice waits for the outcome of this charge
      if (step !== null && (await charge(tx, { id: tenantId, partnerId, name }, { invoice, card, step }))) return;
    }
  });

/** The step for which an invoice is to be charged now. Null: not now. */
async function stepOf(tx: Tx, invoice: InvoiceRow, card: sql.CardRow, today: string): Promise<number | null> {
  const step = autoPayStep(daysBetween(invoice.due_on, today));
  if (step === null) return null;
  const before = await sql.autoPayAttempts(tx, invoice.id);
  const isDone = before.some((attempt) => !IS_REPEATED[attempt.state] || (attempt.step ?? 0) >= step);
  const isHopeless = before.some(
    (attempt) => attempt.card === card.provider_id && attempt.failure !== null && isHardDecline(attempt.failure),
  );
  if (isDone || isHopeless) return null;
  // somebody wanted that money back, so it isn't taken again without asking
  return (await sql.isCardMoneyBack(tx, invoice.id)) ? null : step;
}

async function charge(
  tx: Tx,
  tenant: PayingTenant,
  { invoice, card, step }: { invoice: InvoiceRow; card: sql.CardRow; step: number },
): Promise<boolean> {
  const { currency } = invoice;
  const minor = dueMinor(invoice);
  if (!chargeable(minor, currency)) return false;
  const id = newId();
  const isNew = await sql.insertAttempt(tx, {
    ...ownedBy(tenant, id),
    kind: 'auto_pay',
    invoice_id: invoice.id,
    step,
    card: card.provider_id,
    currency,
    amount_minor: minor,
    saves_card: false,
  });
  if (!isNew) return false;
  await askProvider(tx, tenant.id, id);
  await recordEvent(tx, SYSTEM, {
    ...eventOf('card_payment.started', tenant, id),
    after: { amount: amountText(minor, currency), currency, card: cardText(card), daysPastDue: step },
  });
  return true;
}

import type { ProviderRefund } from '../cards/provider.ts';
import { toMinor } from '../cards/rules.ts';
import { amountText } from '../invoices/invoices.ts';
import { documentNumber } from '../invoices/rules.ts';
import { partnerToday } from '../invoices/settings/settings.ts';
import { eventOf, findPayment, type PaymentRow } from '../payments/payments.ts';
import { bookRefund, returnRefund } from '../payments/refunds.ts';
import type { Db, Tx } from '../platform/db/db.ts';
import { recordEvent } from '../platform/db/events.ts';
import { lockTenantForStatus } from '../platform/db/tenant-lock.ts';
import { withOwner } from '../platform/db/tenant-owner.ts';
import { type Actor, SYSTEM } from '../platform/http/caller.ts';
import { mailFailedRefund, mailRefund, mailRefundAtProvider, mailUnclearRefund } from './mails.ts';
import * as sql from './sql.ts';

/** The reason of refunds that were made at the provider. */
const MADE_THERE = 'Refunded at Stripe';

/** `isThere`: whether the tenant exists and isn't being purged. */
type Known = { tx: Tx; partnerId: string; payment: PaymentRow; isThere: boolean };
type Owned = Known & { name: string; now: Date };

/**
 * Brings the books in line with a refund as the provider has it. It may run twice, late, and in any order: a refund is booked once, and money that came
 * back after that is returned once. A refund that nobody started here was made at the provider, and is booked all the same.
 */
export const applyRefund = (
  db: Db,
  { tenantId, paymentId }: { tenantId: string; paymentId: string },
  refund: ProviderRefund,
  now: Date,
): Promise<void> =>
  withPayment(db, { tenantId, paymentId }, now, async (owned) => {
    const { tx } = owned;
    const row = await refundRow(owned, refund);
    if (refund.state === 'failed') return fail(owned, row, refund.failure, refund.id);
    if (row.booked_at !== null) return;
    if (refund.state === 'succeeded') return book(owned, row, refund);
    await sql.updateRefund(tx, row.id, { state: 'pending', provider_id: refund.id, failure: null });
  });

/** A refund that is followed up until it has ended. */
type Followed = { tenantId: string; id: string; payment_id: string };

/** The provider refused, so no money went back. */
export const failRefund = (db: Db, refund: Followed, failure: string, now: Date): Promise<void> =>
  withRefund(db, refund, now, async (owned, row) => {
    if (row.state === 'asked' || row.state === 'unclear') await fail(owned, row, failure, null);
  });

/** The provider can't be asked, so whether the money went back isn't known. The refund is looked for again when the partner's account can be asked. */
export const markUnclear = (db: Db, refund: Followed, failure: string, now: Date): Promise<void> =>
  withRefund(db, refund, now, async (owned, row) => {
    if (row.state === 'asked' || row.state === 'pending') await unclear(owned, row, failure);
  });

/** A purge deletes what names a refund's charge at the provider. Call it with the tenant locked for the purge; nothing follows the refunds up after it. */
export async function leaveRefundsOfPurged(tx: Tx, tenantId: string): Promise<void> {
  for (const row of await sql.lockRunning(tx, tenantId)) {
    const payment = await findPayment(tx, row.payment_id);
    if (payment) await unclear({ tx, partnerId: row.partner_id, payment, isThere: false }, row, 'tenant_deleted');
  }
}

const withPayment = async (
  db: Db,
  { tenantId, paymentId }: { tenantId: string; paymentId: string },
  now: Date,
  work: (owned: Owned) => Promise<void>,
): Promise<void> => {
  await withOwner(db, tenantId, async (tx, { partnerId, name }) => {
    await lockTenantForStatus(tx, tenantId);
    const payment = await findPayment(tx, paymentId);
    if (payment) await work({ tx, partnerId, name, payment, now, isThere: true });
  });
};

const withRefund = (
  db: Db,
  { tenantId, id, payment_id: paymentId }: Followed,
  now: Date,
  work: (owned: Owned, row: sql.RefundRow) => Promise<void>,
): Promise<void> =>
  withPayment(db, { tenantId, paymentId }, now, async (owned) => {
    const row = await sql.lockRefundById(owned.tx, id);
    if (row) await work(owned, row);
  });

/**
 * The row of a refund; inserted if there is none. The provider’s amount counts: a refund with the id of a row but another amount gets its own row.
 */
async function refundRow({ tx, payment }: Owned, refund: ProviderRefund): Promise<sql.RefundRow> {
  const minor = refund.money.currency === payment.currency ? toMinor(refund.money) : null;
  if (minor === null) throw new Error(`Refund ${refund.id} has an amount that can’t be booked.`);
  const known = await sql.lockRefund(tx, payment.id, { id: refund.refundId, providerId: refund.id });
  if (known && Number(known.amount_minor) === minor) return known;
  return sql.insertRefund(tx, payment, {
    amount_minor: minor,
    reason: MADE_THERE,
    state: 'pending',
  });
}

async function book(owned: Owned, row: sql.RefundRow, { id: providerId, refundId }: ProviderRefund): Promise<void> {
  const { tx, payment } = owned;
  const bookedMinor = await bookRefund(tx, payment.id, Number(row.amount_minor));
  const booked = { booked_minor: bookedMinor, booked_on: await partnerToday(owned.tx, owned.partnerId, owned.now) };
  const change = { state: 'succeeded' as const, provider_id: providerId, failure: null, ...booked };
  await sql.updateRefund(tx, row.id, change, 'booked_at');
  await recordRefunded(tx, SYSTEM, owned, row);
  await mailRefund(tx, owned, row);
  if (refundId !== row.id) await mailRefundAtProvider(tx, owned, { row, bookedMinor });
}

async function fail(owned: Owned, row: sql.RefundRow, failure: string, providerId: string | null): Promise<void> {
  const { tx, payment, now } = owned;
  if (row.state === 'failed') return;
  const cameBack = row.booked_at !== null;
  const change = {
    state: 'failed' as const,
    failure: failure.slice(0, 100),
    ...(providerId !== null && { provider_id: providerId }),
    ...(cameBack && { returned_on: await partnerToday(owned.tx, owned.partnerId, owned.now) }),
  };
  await sql.updateRefund(tx, row.id, change, cameBack ? 'returned_at' : undefined);
  const bookedMinor = Number(row.booked_minor);
  if (bookedMinor > 0) await returnRefund(tx, payment.id, { bookedMinor, reason: 'refund_failed' }, now);
  await record(owned, row, { action: 'payment.refund_failed', more: { failure } });
  await mailFailedRefund(tx, owned, { row, failure, bookedMinor });
}

async function unclear(known: Known, row: sql.RefundRow, failure: string): Promise<void> {
  await sql.updateRefund(known.tx, row.id, { state: 'unclear', failure: failure.slice(0, 100) });
  await record(known, row, { action: 'payment.refund_unclear', more: { failure } });
  await mailUnclearRefund(known.tx, known, row);
}

/** Records in the audit log and as an event that money was refunded, to a card or by hand. */
export const recordRefunded = (tx: Tx, by: Actor, known: Omit<Known, 'tx'>, row: sql.RefundRow): Promise<void> =>
  record({ tx, ...known }, row, {
    action: 'payment.refunded',
    more: { reason: row.reason, method: row.method, reference: row.reference },
    by,
  });

/** Records in the audit log and as an event that a refund by hand was reversed. */
export const recordReversed = (
  tx: Tx,
  by: Actor,
  known: Omit<Known, 'tx'>,
  { row, reason }: { row: sql.RefundRow; reason: string },
): Promise<void> => record({ tx, ...known }, row, { action: 'payment.refund_reversed', more: { reason }, by });

const record = (
  { tx, partnerId, payment, isThere }: Known,
  row: sql.RefundRow,
  { action, more, by = SYSTEM }: { action: string; more: Record<string, unknown>; by?: Actor },
): Promise<void> =>
  recordEvent(tx, by, {
    ...eventOf(action, payment, { partnerId, tenantId: payment.tenant_id, isThere }),
    after: {
      invoice: documentNumber('invoice', payment.invoice_number),
      amount: amountText(payment.amount_minor, payment.currency),
      currency: payment.currency,
      refundId: row.id,
      refund: amountText(row.amount_minor, row.currency),
      ...more,
    },
  });

import { type Insertable, type RawBuilder, type Selectable, sql } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { keyset, type SortColumn } from '../platform/db/keyset.ts';
import type { Database } from '../platform/db/schema.ts';
import type { Page } from '../platform/http/paging.ts';
import { newId } from '../platform/values/ids.ts';
import type { PaymentMethod, RefundState } from './contract.ts';

/** A payment with the invoice that it was recorded on, and what it paid of which invoices. Amounts are text in the minor unit. */
export type PaymentRow = Selectable<Database['payments']> & {
  invoice_number: number;
  billed: unknown;
  shares: { id: string; number: number; amount_minor: string; refunded_minor: string }[];
  refunds: RefundLine[];
  /** What can still be refunded to its card. */
  refundable_minor: string;
  /** What can still be recorded as refunded by hand. */
  by_hand_minor: string;
};

export type RefundLine = {
  id: string;
  amount_minor: string;
  method: PaymentMethod;
  reference: string;
  reason: string;
  state: RefundState;
  failure: string | null;
  provider_id: string | null;
  by_dispute: boolean;
  reversal_reason: string | null;
  /** Text if they were read as JSON with their payment. */
  returned_at: string | Date | null;
  created_at: string | Date;
};

export const BY_CREATED = {
  by: sql`payments.created_at`,
  type: 'timestamptz',
  of: (row) => row.created_at.toISOString(),
} as const satisfies SortColumn<{ created_at: Date }>;

export type Filter = { tenantId?: string | undefined; invoiceId?: string | undefined };

function found({ tenantId, invoiceId }: Filter): RawBuilder<boolean> {
  const conditions = [
    ...(tenantId === undefined ? [] : [sql`payments.tenant_id = ${tenantId}`]),
    ...(invoiceId === undefined
      ? []
      : [
          sql`(payments.invoice_id = ${invoiceId} or payments.id in (select s.payment_id from payment_shares s where s.invoice_id = ${invoiceId}))`,
        ]),
  ];
  return conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join(conditions, sql` and `)}`;
}

const withInvoices = (tx: Tx) =>
  tx
    .selectFrom('payments')
    .innerJoin('invoices', 'invoices.id', 'payments.invoice_id')
    .selectAll('payments')
    .select(['invoices.number as invoice_number', 'invoices.billed'])
    .select(
      sql<
        PaymentRow['shares']
      >`(select coalesce(json_agg(json_build_object('id', i.id, 'number', i.number, 'amount_minor', s.amount_minor::text,
          'refunded_minor', s.refunded_minor::text)
        order by i.due_on, i.number), '[]') from payment_shares s join invoices i on i.id = s.invoice_id where s.payment_id = payments.id)`.as(
        'shares',
      ),
    )
    .select(
      sql<
        RefundLine[]
      >`(select coalesce(json_agg(json_build_object('id', r.id, 'amount_minor', r.amount_minor::text, 'method', r.method, 'reference', r.reference,
          'reason', r.reason, 'state', r.state, 'failure', r.failure, 'provider_id', r.provider_id, 'by_dispute', r.by_dispute,
          'reversal_reason', r.reversal_reason, 'returned_at', r.returned_at, 'created_at', r.created_at) order by r.created_at, r.id), '[]') from refunds r where r.payment_id = payments.id)`.as(
        'refunds',
      ),
    )
    .select(refundable.as('refundable_minor'))
    .select(byHand.as('by_hand_minor'));

/** What can still be refunded of a payment: refunds in progress count as if they had succeeded. */
const LEFT = sql`payments.amount_minor - payments.refunded_minor
    - (select coalesce(sum(r.amount_minor), 0) from refunds r where r.payment_id = payments.id and r.state in ('asked', 'pending', 'unclear'))`;

/** Nothing of a payment can be refunded while it is disputed, or once the dispute is lost. */
const refundable = sql<string>`case when payments.reversed_at is null
    and exists (select from card_attempts a where a.payment_id = payments.id and a.charge_id is not null and (a.dispute is null or a.dispute = 'won'))
  then ${LEFT} else 0 end`;
const byHand = sql<string>`case when payments.reversed_at is null
    and not exists (select from card_attempts a where a.payment_id = payments.id and a.dispute in ('open', 'lost'))
  then ${LEFT} else 0 end`;

export function listPayments(tx: Tx, filter: Filter, { descending, after, limit }: Page): Promise<PaymentRow[]> {
  const { rows, order } = keyset(BY_CREATED, descending, after, sql`payments.id`);
  return withInvoices(tx)
    .where(found(filter))
    .where(rows)
    .orderBy(sql`${order}`)
    .limit(limit + 1)
    .execute();
}

export async function countPayments(tx: Tx, filter: Filter): Promise<number> {
  const count = tx.selectFrom('payments').select(sql<number>`count(*)::int`.as('n'));
  return (await count.where(found(filter)).executeTakeFirstOrThrow()).n;
}

export function findPayment(tx: Tx, id: string): Promise<PaymentRow | undefined> {
  return withInvoices(tx).where('payments.id', '=', id).executeTakeFirst();
}

export async function insertPayment(
  tx: Tx,
  payment: Insertable<Database['payments']>,
  shares: readonly { id: string; amountMinor: number }[],
): Promise<void> {
  await tx.insertInto('payments').values(payment).execute();
  if (shares.length === 0) return;
  const { id: payment_id, partner_id, tenant_id } = payment;
  const rows = shares.map(({ id, amountMinor }) => ({
    payment_id,
    invoice_id: id,
    partner_id,
    tenant_id,
    amount_minor: amountMinor,
  }));
  await tx.insertInto('payment_shares').values(rows).execute();
}

/** The payment, locked until this transaction ends: its tenant may have been purged, so that it can't be locked instead. */
export async function lockPayment(tx: Tx, id: string): Promise<PaymentRow | undefined> {
  await tx.selectFrom('payments').select('id').where('id', '=', id).forUpdate().execute();
  return findPayment(tx, id);
}

/** Adds to the refunded amounts of a payment and of its shares of invoices, or subtracts if negative. */
export async function addRefunded(
  tx: Tx,
  id: string,
  amountMinor: number,
  shares: readonly { id: string; amountMinor: number }[] = [],
): Promise<void> {
  await sql`update payments set refunded_minor = refunded_minor + ${amountMinor} where id = ${id}`.execute(tx);
  for (const share of shares)
    await sql`update payment_shares set refunded_minor = refunded_minor + ${share.amountMinor}
      where payment_id = ${id} and invoice_id = ${share.id}`.execute(tx);
}

/** False if it has been reversed before. */
export async function markReversed(
  tx: Tx,
  id: string,
  reversal: { on: string; reason: string; amountMinor: number; byDispute: boolean },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('payments')
    .set({
      reversed_at: sql<Date>`now()`,
      reversed_on: reversal.on,
      reversal_reason: reversal.reason,
      reversed_minor: reversal.amountMinor,
      reversed_by_dispute: reversal.byDispute,
    })
    .where('id', '=', id)
    .where('reversed_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Reinstates a reversed payment. What it had paid of invoices was taken back, so its money is credit from now on. */
export async function reinstate(
  tx: Tx,
  { id, partner_id, tenant_id }: PaymentRow,
  { reinstatement, amountMinor }: { reinstatement: { on: string; reason: string }; amountMinor: number },
): Promise<void> {
  await sql`insert into payment_reinstatements (id, partner_id, tenant_id, payment_id, amount_minor, reversed_at, reversed_on, reversal_reason, reinstated_on, reason)
    select ${newId()}, ${partner_id}, ${tenant_id}, id, ${amountMinor}, reversed_at, reversed_on, reversal_reason, ${reinstatement.on}, ${reinstatement.reason}
    from payments where id = ${id}`.execute(tx);
  await tx
    .updateTable('payments')
    .set({
      reversed_at: null,
      reversed_on: null,
      reversal_reason: null,
      reversed_minor: null,
      reversed_by_dispute: false,
    })
    .where('id', '=', id)
    .execute();
  await sql`update payment_shares set refunded_minor = amount_minor where payment_id = ${id}`.execute(tx);
}

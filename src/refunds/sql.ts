import { type Insertable, type RawBuilder, type Selectable, sql, type Updateable } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { allRows } from '../platform/db/rows.ts';
import type { Database } from '../platform/db/schema.ts';
import { newId } from '../platform/values/ids.ts';

export type RefundRow = Selectable<Database['refunds']>;

type RefundedPayment = { id: string; partner_id: string; tenant_id: string; currency: string };

/** A new refund of a payment. */
export const insertRefund = (
  tx: Tx,
  { id, partner_id, tenant_id, currency }: RefundedPayment,
  refund: Pick<Insertable<Database['refunds']>, 'amount_minor' | 'reason' | 'state'> &
    Partial<
      Pick<Insertable<Database['refunds']>, 'method' | 'reference' | 'booked_minor' | 'booked_on' | 'by_dispute'> & {
        booked_at: RawBuilder<Date>;
      }
    >,
): Promise<RefundRow> =>
  tx
    .insertInto('refunds')
    .values({ id: newId(), partner_id, tenant_id, payment_id: id, currency, ...refund })
    .returningAll()
    .executeTakeFirstOrThrow();

/** Now by the clock of the database, which dates payments too. */
export const NOW = sql<Date>`now()`;

const refunds = (tx: Tx) => tx.selectFrom('refunds').selectAll();

export const findRefund = (tx: Tx, id: string): Promise<RefundRow | undefined> =>
  refunds(tx).where('id', '=', id).executeTakeFirst();

/** A refund of a payment by the provider’s name for it, or by the id that we gave it. Locked. */
export const lockRefund = (
  tx: Tx,
  paymentId: string,
  { id, providerId }: { id: string | null; providerId: string },
): Promise<RefundRow | undefined> =>
  refunds(tx)
    .where('payment_id', '=', paymentId)
    .where((where) => where.or([where('provider_id', '=', providerId), ...(id === null ? [] : [where('id', '=', id)])]))
    // a row that already has the provider’s name comes before one that only has the id
    .orderBy(sql`provider_id = ${providerId} desc nulls last`)
    .limit(1)
    .forUpdate()
    .executeTakeFirst();

export const lockRefundById = (tx: Tx, id: string): Promise<RefundRow | undefined> =>
  refunds(tx).where('id', '=', id).forUpdate().executeTakeFirst();

/** What lost disputes have taken of a payment in parts and not given back, the latest first. Locked. */
export const lockDisputed = (tx: Tx, paymentId: string): Promise<RefundRow[]> =>
  refunds(tx)
    .where('payment_id', '=', paymentId)
    .where('by_dispute', '=', true)
    .where('state', '=', 'succeeded')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .forUpdate()
    .execute();

/** The refunds of a tenant that the provider hasn't decided on. Locked. */
export const lockRunning = (tx: Tx, tenantId: string): Promise<RefundRow[]> =>
  refunds(tx)
    .where('tenant_id', '=', tenantId)
    .where('state', 'in', ['asked', 'pending'])
    .orderBy('id')
    .forUpdate()
    .execute();

export const unclearRefunds = (tx: Tx, partnerId: string): Promise<RefundRow[]> =>
  refunds(tx).where('partner_id', '=', partnerId).where('state', '=', 'unclear').orderBy('id').execute();

type Change = Omit<Updateable<Database['refunds']>, 'changed_at' | 'booked_at' | 'returned_at'>;

/** `stamp`: the column that is set to the time of the database, which dates payments, too. */
export async function updateRefund(
  tx: Tx,
  id: string,
  change: Change,
  stamp?: 'booked_at' | 'returned_at',
): Promise<void> {
  await tx
    .updateTable('refunds')
    .set({ ...change, ...(stamp && { [stamp]: sql`now()` }), changed_at: sql`now()` })
    .where('id', '=', id)
    .execute();
}

export function runningRefunds(tx: Tx, unchangedSince: Date, after: string, atMost: number) {
  const query = sql<{ id: string; tenant_id: string }>`
    select id, tenant_id from running_refunds(${unchangedSince}, ${after}, ${atMost})`;
  return allRows(tx, query);
}

import { dueMinor, findInvoice } from '../invoices/invoices.ts';
import type { Db, Tx } from '../platform/db/db.ts';
import { lockTenants } from '../platform/db/tenant-lock.ts';
import { withOwner } from '../platform/db/tenant-owner.ts';
import { type SendingStep, sendingStep, type Unwanted } from './rules.ts';
import { cancelUnsent } from './settling.ts';
import * as sql from './sql.ts';

/** An attempt that is to be sent, or to be looked for. `isFirst`: it has never been sent before. */
export type Prepared = {
  step: Exclude<SendingStep, 'cancel'>;
  sentAt: Date;
  isFirst: boolean;
  unwanted: Unwanted | null;
};

/**
 * Decides what to do with an attempt that the provider hasn't accepted. Marks it as sent before it is: from then on, the provider may have it. Cancels one
 * that wasn't sent and is no longer wanted. Undefined: there is nothing to do.
 */
export const prepareSending = (
  db: Db,
  { tenantId, attemptId }: { tenantId: string; attemptId: string },
  now: Date,
): Promise<Prepared | undefined> =>
  withOwner(db, tenantId, async (tx, { partnerId }) => {
    // payments and consent change with the tenant locked
    await lockTenants(tx, [tenantId]);
    const attempt = await sql.lockAttempt(tx, attemptId);
    if (attempt?.state !== 'asked') return undefined;
    const unwanted = await whyUnwanted(tx, attempt);
    const { created_at: askedAt, sent_at: sentAt } = attempt;
    const step = sendingStep({ askedAt, sentAt, isWanted: unwanted === null }, now);
    if (step === 'cancel') return cancelUnsent(tx, { attempt, partnerId, failure: unwanted ?? 'not_sent' });
    if (step === 'send' && sentAt === null) await sql.updateAttempt(tx, attempt.id, { sent_at: now });
    return { step, sentAt: sentAt ?? now, isFirst: sentAt === null, unwanted };
  });

/** Why an attempt isn't wanted any more. Null: it still is. */
async function whyUnwanted(tx: Tx, attempt: sql.AttemptRow): Promise<Unwanted | null> {
  const { tenant_id: tenantId, card } = attempt;
  if (card !== null && !(await sql.isCardSaved(tx, tenantId, card))) return 'card_removed';
  if (attempt.kind === 'auto_pay' && (await sql.findAutoPayCard(tx, tenantId))?.provider_id !== card)
    return 'auto_pay_stopped';
  if (attempt.amount_minor === null) return null;
  return (await owedMinor(tx, attempt)) < Number(attempt.amount_minor) ? 'not_owed' : null;
}

/** What the tenant still owes: of its invoice if that is charged automatically, or else in the currency. */
async function owedMinor(tx: Tx, { kind, invoice_id: invoiceId, tenant_id: tenantId, currency }: sql.AttemptRow) {
  if (kind === 'auto_pay') {
    const invoice = invoiceId === null ? undefined : await findInvoice(tx, invoiceId);
    return invoice ? dueMinor(invoice) : 0;
  }
  const sum = (await sql.openSums(tx, tenantId)).find((one) => one.currency === currency);
  return Number(sum?.minor ?? 0);
}

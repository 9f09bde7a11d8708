import { mailPayer } from '../cards/mails.ts';
import { amountText } from '../invoices/invoices.ts';
import { Billed } from '../invoices/parties-contract.ts';
import { documentNumber } from '../invoices/rules.ts';
import type { PaymentRow } from '../payments/payments.ts';
import type { Tx } from '../platform/db/db.ts';
import { mailAdmins } from '../platform/db/mail/admin-mail.ts';
import { mailAmount, type MailText, mailText } from '../platform/escape/mail.ts';
import type { RefundRow } from './sql.ts';

type Owned = { partnerId: string; name: string; payment: PaymentRow };

const amountOf = ({ amount_minor: minor, currency }: RefundRow): MailText =>
  mailAmount(amountText(minor, currency), currency);
const invoiceOf = ({ invoice_number: number }: PaymentRow): string => documentNumber('invoice', number);
const cardOf = ({ reference }: PaymentRow): MailText =>
  reference === '' ? mailText`the card` : mailText`${reference}`;

/** Tells the tenant's billing address that money comes back. */
export const mailRefund = (tx: Tx, { partnerId, name, payment }: Owned, row: RefundRow): Promise<void> =>
  mailPayer(
    tx,
    { tenantId: row.tenant_id, partnerId },
    {
      subject: mailText`Refund: ${amountOf(row)}`,
      body: mailText`${amountOf(row)} that ${name} paid for ${invoiceOf(payment)} goes back to ${cardOf(payment)}. Banks take 5 to 10 days.

Reason: ${row.reason}

The statement of account on the Billing page shows the refund, and what is left to pay.
`,
      occasion: `refund:${row.id}`,
    },
  );

/** It wasn't started here, so a mail explains to the partner's admins how it was booked. */
export const mailRefundAtProvider = (
  tx: Tx,
  { partnerId, name, payment }: Owned,
  { row, bookedMinor }: { row: RefundRow; bookedMinor: number },
): Promise<void> =>
  mailAdmins(tx, {
    partnerId,
    tenantId: row.tenant_id,
    subject: mailText`Refund at Stripe: ${amountOf(row)} to ${name}`,
    body:
      bookedMinor > 0
        ? mailText`${amountOf(row)} of the card payment for ${invoiceOf(payment)} was refunded at Stripe, and is booked here. It was taken off the credit of ${name}; without credit, the invoice is open again.

If ${name} doesn't owe it, issue a credit note on the invoice. Otherwise reminders go out, and ${name} can be suspended as past due.
`
        : mailText`${amountOf(row)} of the card payment for ${invoiceOf(payment)} was refunded at Stripe. The payment had been taken back here before, so nothing was changed.
`,
    occasion: `refund-at-provider:${row.id}`,
  });

/** The partner has to settle a refund that didn't arrive in another way. */
export const mailFailedRefund = (
  tx: Tx,
  { partnerId, name, payment }: Owned,
  { row, failure, bookedMinor }: { row: RefundRow; failure: string; bookedMinor: number },
): Promise<void> =>
  mailAdmins(tx, {
    partnerId,
    tenantId: row.tenant_id,
    subject: mailText`Refund failed: ${amountOf(row)} to ${name}`,
    body: mailText`${amountOf(row)} of the card payment for ${invoiceOf(payment)} could not go back to ${cardOf(payment)} (${failure}). ${
      bookedMinor > 0
        ? mailText`The money is back on your Stripe account, and is now credit of ${name}. Send it another way, or leave it as credit.`
        : mailText`Nothing was booked.`
    }
`,
    occasion: `refund-failed:${row.id}`,
  });

/** Only the partner can find out the outcome. The tenant may be about to be purged, so the mail doesn't belong to it, and names its invoice. */
export async function mailUnclearRefund(
  tx: Tx,
  { partnerId, payment, isThere }: { partnerId: string; payment: PaymentRow; isThere: boolean },
  row: RefundRow,
): Promise<void> {
  const { name } = Billed.parse(payment.billed);
  const why = isThere
    ? 'Stripe can’t be asked about it with your present keys'
    : 'The data of this tenant has been deleted';
  const next = isThere
    ? mailText`Nothing was booked. When you enter the keys of the same Stripe account again, the refund is looked up, and booked if it went through.`
    : mailText`Nothing was booked, and it isn’t followed up any more. If it went through, the payment’s books here don’t show it.`;
  await mailAdmins(tx, {
    partnerId,
    ...(isThere && { tenantId: row.tenant_id }),
    subject: mailText`Please check a refund: ${amountOf(row)} to ${name}`,
    body: mailText`${amountOf(row)} of the card payment for ${invoiceOf(payment)} was to go back to ${cardOf(payment)}. ${why}, so whether the money went back isn’t known. Look the refund up at Stripe.

${next}
`,
    occasion: `refund-unclear:${row.id}`,
  });
}

import { amountText } from '../invoices/invoices.ts';
import type { Payment } from '../payments/contract.ts';
import type { Config } from '../platform/config.ts';
import type { Tx } from '../platform/db/db.ts';
import { mailAdmins } from '../platform/db/mail/admin-mail.ts';
import { type NewMail, queueMail } from '../platform/db/mail/mail.ts';
import { findBillingEmail } from '../platform/db/tenant-owner.ts';
import { mailAmount, mailLink, type MailText, mailText } from '../platform/escape/mail.ts';
import { billingPage } from './pages.ts';
import { NEEDS_OWNER } from './rules.ts';
import * as sql from './sql.ts';

type Owned = { attempt: sql.AttemptRow; partnerId: string; name: string };

const amountOf = ({ amount_minor: minor, currency }: sql.AttemptRow): MailText =>
  currency === null ? mailText`` : mailAmount(amountText(minor ?? 0, currency), currency);

/** Mails a tenant's billing address, if it has one. */
export async function mailPayer(
  tx: Tx,
  owner: { tenantId: string; partnerId: string },
  mail: Pick<NewMail, 'subject' | 'body' | 'occasion'>,
): Promise<void> {
  const to = await findBillingEmail(tx, owner.tenantId);
  if (to !== '') await queueMail(tx, { kind: 'billing', to, ...owner, ...mail });
}

const payerOf = ({ attempt, partnerId }: Owned) => ({ tenantId: attempt.tenant_id, partnerId });

/** Sends a receipt to the tenant's billing address. */
export async function mailReceipt(tx: Tx, owned: Owned, payment: Payment): Promise<void> {
  const amount = mailAmount(payment.amount, payment.currency);
  const by = payment.reference === '' ? mailText`by card` : mailText`by ${payment.reference}`;
  await mailPayer(tx, payerOf(owned), {
    subject: mailText`Payment received: ${amount}`,
    body: mailText`${owned.name} has paid ${amount} ${by}. Thank you.

${payment.shares.length === 0 ? 'It is credit for your next invoices.' : `Paid: ${payment.shares.map(({ invoiceNumber }) => invoiceNumber).join(', ')}`}
`,
    occasion: `card-receipt:${owned.attempt.id}`,
  });
}

/** The invoice had already been paid in another way, so the tenant may want the money back. */
export const mailOverpaid = (tx: Tx, { attempt, partnerId, name }: Owned, payment: Payment): Promise<void> => {
  const credit = mailAmount(payment.toCredit, payment.currency);
  return mailAdmins(tx, {
    partnerId,
    tenantId: attempt.tenant_id,
    subject: mailText`${name} has paid more than was open: ${credit}`,
    body: mailText`${name} paid ${mailAmount(payment.amount, payment.currency)} by card for ${payment.invoiceNumber}, but part or all of it had been paid another way meanwhile. ${credit} became credit.

It pays the next invoices. To send it back, refund the payment on its invoice.
`,
    occasion: `card-overpaid:${attempt.id}`,
  });
};

/** Auto-pay couldn't charge an invoice. */
export async function mailFailure(tx: Tx, owned: Owned, failure: string, config: Config): Promise<void> {
  const { attempt, name } = owned;
  const amount = amountOf(attempt);
  const why =
    failure === NEEDS_OWNER
      ? mailText`Your bank wants you to confirm the payment.`
      : mailText`The card could not be charged.`;
  await mailPayer(tx, payerOf(owned), {
    subject: mailText`Payment failed: ${amount}`,
    body: mailText`${amount} for the phone service of ${name} could not be paid. ${why}

Please pay it here:

${mailLink(billingPage(config, attempt.tenant_id))}
`,
    occasion: `card-failure:${attempt.id}`,
  });
}

/** The partner may have money that isn't on any invoice. */
export const mailUnclear = (tx: Tx, { attempt, partnerId, name }: Owned, chargeId: string | null): Promise<void> =>
  mailAdmins(tx, {
    partnerId,
    tenantId: attempt.tenant_id,
    subject: mailText`Please check a card payment from ${name}`,
    body: mailText`${name} should have paid ${amountOf(attempt)}. The payment at Stripe (${chargeId ?? 'no charge'}) doesn't match that, or can't be read with your present keys, so it was not recorded.

Look the payment up at Stripe. If the money is yours, record it on the invoice by hand.
`,
    occasion: `card-unclear:${attempt.id}`,
  });

/** A change of a payment's disputes. `changeMinor`: what was taken back of the payment by it, negative if it was given back. */
export type DisputeChange = {
  state: 'open' | 'won' | 'lost';
  changeMinor: number;
  isReversed: boolean;
  lostMinor: number | null;
};

function disputeText(
  { state, changeMinor, isReversed }: DisputeChange,
  currency: string,
): { title: string; text: MailText } {
  const change = mailAmount(amountText(Math.abs(changeMinor), currency), currency);
  if (changeMinor < 0)
    return {
      title: 'won on appeal',
      text: mailText`The dispute had been lost, and was decided in your favor after all. ${change} of the payment counts again: it pays what is open, and the rest is credit.`,
    };
  if (state === 'won')
    return { title: 'won', text: mailText`The dispute was decided in your favor. The invoices stay paid.` };
  if (state === 'open')
    return {
      title: 'open',
      text: mailText`The cardholder's bank disputes it. Respond at Stripe. The invoices stay paid until the dispute is decided.`,
    };
  if (changeMinor === 0)
    return {
      title: 'lost',
      text: mailText`The dispute was lost, so the money is gone. Nothing was changed here, because nothing of the payment was left in the books. Check at Stripe what the bank took.`,
    };
  return {
    title: 'lost',
    text: isReversed
      ? mailText`The dispute was lost, so ${change} is gone. The payment was reversed, and what it paid is due again.`
      : mailText`The dispute was lost, so ${change} of it is gone. That was booked as a refund: it was taken off the tenant's credit, and what credit doesn't cover is due again.`,
  };
}

/** A bank wants money back, has taken it, or gave it back. */
export const mailDispute = (tx: Tx, { attempt, partnerId, name }: Owned, change: DisputeChange): Promise<void> => {
  const { title, text } = disputeText(change, attempt.currency ?? '');
  return mailAdmins(tx, {
    partnerId,
    tenantId: attempt.tenant_id,
    subject: mailText`Card payment of ${name}: dispute ${title}`,
    body: mailText`${name} paid ${amountOf(attempt)} by card. ${text}
`,
    occasion: `card-dispute:${attempt.id}:${title}:${change.lostMinor ?? 0}`,
  });
};

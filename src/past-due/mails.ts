import { amountText, dueByCurrency, dueMinor } from '../invoices/invoices.ts';
import { Seller } from '../invoices/parties-contract.ts';
import { documentNumber, type DocumentSeries } from '../invoices/rules.ts';
import type { Tx } from '../platform/db/db.ts';
import { mailAdmins } from '../platform/db/mail/admin-mail.ts';
import { queueMail } from '../platform/db/mail/mail.ts';
import { mailAmount, type MailText, mailText } from '../platform/escape/mail.ts';
import type { DueRow } from './sql.ts';

/** The tenant that a mail is about, and its recipients. */
export type Debtor = { tenantId: string; partnerId: string; name: string; email: string };

const amountOf = (minor: number, currency: string): MailText => mailAmount(amountText(minor, currency), currency);

const joined = (parts: readonly MailText[], between: MailText): MailText =>
  parts.reduce((text, part, at) => (at === 0 ? part : mailText`${text}${between}${part}`), mailText``);
const lines = (all: readonly MailText[]): MailText => joined(all, mailText`\n`);

/** A tenant's unpaid invoice, or a partner's for wholesale. */
export type Unpaid = Pick<
  DueRow,
  'number' | 'due_on' | 'currency' | 'total_minor' | 'credited_minor' | 'paid_minor' | 'seller'
>;

/** The total of invoices: "USD 38.50", or an amount for each currency. */
function sumOf(rows: readonly Unpaid[]): MailText {
  const sums = dueByCurrency(rows).map(({ currency, minor }) => amountOf(minor, currency));
  return joined(sums, mailText` and `);
}

const invoiceLines = (rows: readonly Unpaid[], series: DocumentSeries = 'invoice'): MailText =>
  lines(
    rows.map(
      (row) =>
        mailText`${documentNumber(series, row.number)}, due ${row.due_on}: ${amountOf(dueMinor(row), row.currency)}`,
    ),
  );

/** The seller's payment instructions, from the last invoice. */
function howToPay(rows: readonly Unpaid[]): MailText {
  const footer = Seller.parse(rows.at(-1)?.seller).footer;
  return footer === '' ? mailText`` : mailText`\n${lines(footer.split('\n').map((line) => mailText`${line}`))}\n`;
}

/** A reminder of everything that is owed. `consequence`: what happens if it isn't paid. */
export const reminderText = (
  name: string,
  rows: readonly Unpaid[],
  { series = 'invoice', consequence = mailText`` }: { series?: DocumentSeries; consequence?: MailText },
) => ({
  subject: mailText`Reminder: ${sumOf(rows)} to pay`,
  body: mailText`This is a reminder of what ${name} has to pay:

${invoiceLines(rows, series)}

Together: ${sumOf(rows)}
${consequence}${howToPay(rows)}
If you have paid already, please ignore this mail.
`,
});

/** One mail a day about everything that a tenant owes. `suspendedOn`: the day on which its calls stop if it doesn't pay. */
export async function mailReminder(
  tx: Tx,
  { tenantId, partnerId, name, email }: Debtor,
  rows: readonly DueRow[],
  { today, suspendedOn }: { today: string; suspendedOn: string | null },
): Promise<void> {
  const consequence =
    suspendedOn === null
      ? mailText``
      : mailText`\nFrom ${suspendedOn} on, the phone service can be suspended until it is paid. Calls to 911 will still work.\n`;
  await queueMail(tx, {
    kind: 'billing',
    to: email,
    partnerId,
    tenantId,
    ...reminderText(name, rows, { consequence }),
    occasion: `reminder:${tenantId}:${today}`,
  });
}

/** Mails a suspension to tenant and partner. `rows`: the past-due invoices. */
export async function mailSuspension(tx: Tx, debtor: Debtor, rows: readonly DueRow[], today: string): Promise<void> {
  const { tenantId, partnerId, name, email } = debtor;
  if (email !== '')
    await queueMail(tx, {
      kind: 'billing',
      to: email,
      partnerId,
      tenantId,
      subject: mailText`The phone service of ${name} is suspended`,
      body: mailText`The phone service of ${name} is suspended, since these invoices have not been paid:

${invoiceLines(rows)}

Together: ${sumOf(rows)}

Calls to 911 still work. Service resumes as soon as your payment is recorded.
${howToPay(rows)}`,
      occasion: `past-due:${tenantId}:${today}`,
    });
  await mailAdmins(tx, {
    partnerId,
    tenantId,
    subject: mailText`${name} is suspended: past due`,
    body: mailText`${name} has not paid:

${invoiceLines(rows)}

It was suspended as its billing profile says: only 911 calls work. Service resumes by itself when you record the payment. To resume it before that, reactivate the tenant; it won’t be suspended for these invoices again.
`,
    occasion: `past-due-partner:${tenantId}:${today}`,
  });
}

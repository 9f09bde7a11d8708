import type { Logger } from 'pino';
import { asPartner, type Db, inContext, type Tx } from '../../platform/db/db.ts';
import { queueMail } from '../../platform/db/mail/mail.ts';
import { lockAgainstPurge } from '../../platform/db/tenant-lock.ts';
import { mailAmount, type MailText, mailText } from '../../platform/escape/mail.ts';
import type { CreditNote } from '../contract.ts';
import { findCreditNote, toCreditNote } from '../credit-notes/credit-notes.ts';
import { amountText, dueMinor, type InvoiceRow } from '../invoices.ts';
import { Billed, Seller } from '../parties-contract.ts';
import { documentNumber } from '../rules.ts';
import { storeCreditNoteFile, storeInvoiceFile } from './files.ts';
import * as sql from './sql.ts';

/**
 * Stores the PDF of each invoice and mails it to the tenant's billing address, once, however often this runs. If one can't be sent, it is logged, the
 * others are sent, and the job fails at the end, to be tried again.
 */
export async function sendInvoices(
  db: Db,
  log: Logger,
  partnerId: string,
  invoiceIds: readonly string[],
): Promise<void> {
  const rows = await asPartner(db, partnerId, (tx) => sql.invoicesById(tx, invoiceIds));
  let failed = 0;
  for (const row of rows)
    await inContext(db, { partnerId, tenantId: row.tenant_id }, (tx) => sendInvoice(tx, row)).catch(
      (error: unknown) => {
        failed += 1;
        log.error({ err: error, invoiceId: row.id }, 'an invoice could not be sent');
      },
    );
  if (failed > 0) throw new Error(`Invoices that could not be sent: ${failed}`);
}

async function sendInvoice(tx: Tx, row: InvoiceRow): Promise<void> {
  await storeInvoiceFile(tx, row);
  const { name, email } = Billed.parse(row.billed);
  if (email === '' || !(await lockAgainstPurge(tx, row.tenant_id))) return;
  const number = documentNumber('invoice', row.number);
  const seller = Seller.parse(row.seller);
  await queueMail(tx, {
    kind: 'billing',
    to: email,
    partnerId: row.partner_id,
    tenantId: row.tenant_id,
    subject: mailText`Invoice ${number} from ${seller.name}`,
    body: mailText`Invoice ${number} for ${name} is attached.

Period: ${row.first_day} to ${row.last_day}
${toPay(row)}
`,
    attachment: { document: row.id, name: `${number}.pdf` },
    occasion: `invoice:${row.id}`,
  });
}

type ToPay = Pick<InvoiceRow, 'total_minor' | 'credited_minor' | 'paid_minor' | 'currency' | 'due_on'>;

/** The total of an invoice and the amount due, without a request to pay if nothing is due. */
export function toPay(row: ToPay): MailText {
  const amount = (minor: number) => mailAmount(amountText(minor, row.currency), row.currency);
  const rest =
    dueMinor(row) === 0
      ? mailText`There is nothing to pay.`
      : mailText`Please pay ${amount(dueMinor(row))} by ${row.due_on}.`;
  return mailText`Total: ${amount(Number(row.total_minor))}\n${rest}`;
}

/** A credit note of any series, as it is mailed. */
export function creditNoteMail(
  note: Pick<CreditNote, 'id' | 'number' | 'invoiceNumber' | 'total' | 'currency' | 'reason'>,
  row: { seller: unknown; billed: unknown },
) {
  const { name } = Billed.parse(row.billed);
  return {
    subject: mailText`Credit note ${note.number} from ${Seller.parse(row.seller).name}`,
    body: mailText`Credit note ${note.number} for ${name} is attached.

Invoice: ${note.invoiceNumber}
Credited: ${mailAmount(note.total, note.currency)}
Reason: ${note.reason}
`,
    attachment: { document: note.id, name: `${note.number}.pdf` },
  };
}

/** The same for a credit note. */
export async function sendCreditNote(db: Db, partnerId: string, creditNoteId: string): Promise<void> {
  const row = await asPartner(db, partnerId, (tx) => findCreditNote(tx, creditNoteId));
  if (!row) return;
  await inContext(db, { partnerId, tenantId: row.tenant_id }, async (tx) => {
    await storeCreditNoteFile(tx, row);
    const { email } = Billed.parse(row.billed);
    if (email === '' || !(await lockAgainstPurge(tx, row.tenant_id))) return;
    await queueMail(tx, {
      kind: 'billing',
      to: email,
      partnerId,
      tenantId: row.tenant_id,
      ...creditNoteMail(toCreditNote(row), row),
      occasion: `credit-note:${row.id}`,
    });
  });
}

import { creditNoteMail, toPay } from '../../invoices/documents/send.ts';
import { Billed, Seller } from '../../invoices/parties-contract.ts';
import { documentNumber } from '../../invoices/rules.ts';
import { asOperator, type Db } from '../../platform/db/db.ts';
import { queueMail } from '../../platform/db/mail/mail.ts';
import { mailText } from '../../platform/escape/mail.ts';
import { storeFile } from '../files.ts';
import { findInvoice, invoiceFile } from '../invoices.ts';
import { creditNoteFile, findCreditNote, toCreditNote } from '../settlement/credit-notes.ts';

/** Stores the PDF of an invoice to a partner and mails it to the partner's billing address, once, however often this runs. */
export const sendWholesaleInvoice = (db: Db, invoiceId: string): Promise<void> =>
  asOperator(db, async (tx) => {
    const row = await findInvoice(tx, invoiceId);
    if (!row) return;
    await storeFile(tx, row, await invoiceFile(tx, row));
    const { name, email } = Billed.parse(row.billed);
    const number = documentNumber('wholesale', row.number);
    await queueMail(tx, {
      kind: 'wholesale',
      to: email,
      partnerId: row.partner_id,
      subject: mailText`Invoice ${number} from ${Seller.parse(row.seller).name}`,
      body: mailText`Invoice ${number} for ${name} is attached.

Period: ${row.first_day} to ${row.last_day} (UTC)
${toPay(row)}
`,
      attachment: { document: row.id, name: `${number}.pdf` },
      occasion: `wholesale-invoice:${row.id}`,
    });
  });

/** The same for a credit note. */
export const sendWholesaleCreditNote = (db: Db, creditNoteId: string): Promise<void> =>
  asOperator(db, async (tx) => {
    const row = await findCreditNote(tx, creditNoteId);
    if (!row) return;
    await storeFile(tx, row, await creditNoteFile(tx, row));
    await queueMail(tx, {
      kind: 'wholesale',
      to: Billed.parse(row.billed).email,
      partnerId: row.partner_id,
      ...creditNoteMail(toCreditNote(row), row),
      occasion: `wholesale-credit-note:${row.id}`,
    });
  });

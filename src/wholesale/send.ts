import { amountText } from '../invoices/invoices.ts';
import { Billed, Seller } from '../invoices/parties-contract.ts';
import { documentNumber } from '../invoices/rules.ts';
import { asOperator, type Db } from '../platform/db/db.ts';
import { queueMail } from '../platform/db/mail.ts';
import { mailAmount, mailText } from '../platform/escape/mail.ts';
import { findInvoice, storeInvoiceFile } from './invoices.ts';

/** Stores the PDF of an invoice to a partner and mails it to the partner's billing address, once, however often this runs. */
export const sendWholesaleInvoice = (db: Db, invoiceId: string): Promise<void> =>
  asOperator(db, async (tx) => {
    const row = await findInvoice(tx, invoiceId);
    if (!row) return;
    await storeInvoiceFile(tx, row);
    const { name, email } = Billed.parse(row.billed);
    const number = documentNumber('wholesale', row.number);
    const total = mailAmount(amountText(row.total_minor, row.currency), row.currency);
    await queueMail(tx, {
      to: email,
      partnerId: row.partner_id,
      subject: mailText`Invoice ${number} from ${Seller.parse(row.seller).name}`,
      body: mailText`Invoice ${number} for ${name} is attached.

Period: ${row.first_day} to ${row.last_day} (UTC)
Please pay ${total} by ${row.due_on}.
`,
      attachment: { document: row.id, name: `${number}.pdf` },
      occasion: `wholesale-invoice:${row.id}`,
    });
  });

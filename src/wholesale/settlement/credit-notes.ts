import type { CreditNoteCreate } from '../../invoices/contract.ts';
import { creditNoteFields, issuedNote } from '../../invoices/credit-notes/credit-notes.ts';
import { requestedCredit, creditColumns } from '../../invoices/credit-notes/requested-credit.ts';
import { creditNotePrint, printDocument } from '../../invoices/documents/files.ts';
import { TaxLines } from '../../invoices/taxes-contract.ts';
import { addJob, type Tx } from '../../platform/db/db.ts';
import { recordEvent } from '../../platform/db/events.ts';
import type { Actor } from '../../platform/http/caller.ts';
import { notFound } from '../../platform/http/errors.ts';
import { dayAt } from '../../platform/time/zoned-days.ts';
import { newId } from '../../platform/values/ids.ts';
import type { WholesaleCreditNote } from '../contract.ts';
import { storedFile } from '../files.ts';
import { wholesaleLineText } from '../invoicing/bill.ts';
import { WholesaleLines } from '../invoicing/lines-contract.ts';
import { readSeller } from '../settings.ts';
import * as sql from '../sql.ts';
import { ZONE } from '../terms.ts';
import * as notes from './credit-notes-sql.ts';
import { settleAccount } from './settlement.ts';

export const findCreditNote = (tx: Tx, id: string) => notes.findCreditNote(tx, id);

export const toCreditNote = (row: notes.CreditNoteRow): WholesaleCreditNote => ({
  partnerId: row.partner_id,
  ...creditNoteFields(row, { note: 'wholesale_credit_note', invoice: 'wholesale' }),
});

export const creditNotesOf = async (tx: Tx, invoiceId: string): Promise<WholesaleCreditNote[]> =>
  (await notes.creditNotesOf(tx, invoiceId)).map(toCreditNote);

/** By the operator. Credits a part of an invoice, or everything that is left. Codes: `credit_too_high`. */
export async function createCreditNote(
  tx: Tx,
  by: Actor,
  { invoice, input, now }: { invoice: sql.InvoiceRow; input: CreditNoteCreate; now: Date },
): Promise<WholesaleCreditNote> {
  const { id: invoiceId, partner_id: partnerId } = invoice;
  const row = await sql.lockInvoice(tx, { id: invoiceId, partnerId });
  const credit = requestedCredit(
    {
      currency: row.currency,
      lines: WholesaleLines.parse(row.lines),
      taxes: TaxLines.parse(row.taxes),
      leftMinor: Number(row.total_minor) - Number(row.credited_minor),
      before: (await notes.creditNotesOf(tx, invoiceId)).map(({ credited }) => credited),
    },
    input,
  );
  const { number, issued_on: issuedOn } = await notes.takeNumber(tx, dayAt(now.getTime(), ZONE));
  const id = newId();
  await notes.insertCreditNote(tx, {
    id,
    partner_id: partnerId,
    invoice_id: invoiceId,
    number,
    currency: row.currency,
    reason: input.reason,
    ...creditColumns(credit),
    issued_on: issuedOn,
    seller: JSON.stringify(await readSeller(tx)),
    billed: JSON.stringify(row.billed),
  });
  await settleAccount(tx, { partnerId, currency: row.currency });
  const stored = await notes.findCreditNote(tx, id);
  if (!stored) throw notFound();
  const note = toCreditNote(stored);
  await recordEvent(tx, by, {
    action: 'wholesale_credit_note.issued',
    target: { kind: 'wholesale_credit_note', id },
    partnerId,
    after: issuedNote(note),
  });
  await addJob(tx, 'send_wholesale_credit_note', { creditNoteId: id }, { key: `send_wholesale_credit_note:${id}` });
  return note;
}

/** The PDF of a credit note as it was mailed, or as it will be mailed. */
export const creditNoteFile = async (tx: Tx, row: notes.CreditNoteRow): Promise<Buffer> =>
  (await storedFile(tx, row.id)) ??
  printDocument(
    creditNotePrint(
      toCreditNote(row),
      row,
      WholesaleLines.parse(row.lines).map((line) => wholesaleLineText(line, row.currency)),
    ),
  );

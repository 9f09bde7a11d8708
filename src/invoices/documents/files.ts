import { createHash } from 'node:crypto';
import type { Tx } from '../../platform/db/db.ts';
import type { CreditNote, DocumentLine } from '../contract.ts';
import { toCreditNote } from '../credit-notes/credit-notes.ts';
import type { CreditNoteRow } from '../credit-notes/sql.ts';
import { amountText, toDetail } from '../invoices.ts';
import { InvoiceLines } from '../lines-contract.ts';
import { Billed, Seller } from '../parties-contract.ts';
import type { PrintedDocument } from '../pdf/document.ts';
import type { PrintedStatement } from '../pdf/statement.ts';
import * as sql from '../sql.ts';
import { TaxLines } from '../taxes-contract.ts';
import { lineText, taxText } from './document-text.ts';

/** Imported only when a document is printed, because the fonts of all scripts take 100 MB of memory. */
export const printDocument = async (document: PrintedDocument): Promise<Buffer> =>
  (await import('../pdf/document.ts')).printDocument(document);

export const printStatement = async (statement: PrintedStatement): Promise<Buffer> =>
  (await import('../pdf/statement.ts')).printStatement(statement);

/** The PDF of an invoice as it was mailed, or as it will be mailed. */
export const invoiceFile = async (tx: Tx, row: sql.InvoiceRow): Promise<Buffer> =>
  (await sql.findFile(tx, row.id)) ?? printDocument(printedInvoice(row));

export const creditNoteFile = async (tx: Tx, row: CreditNoteRow): Promise<Buffer> =>
  (await sql.findFile(tx, row.id)) ?? printDocument(printedCreditNote(row));

/** Stores the PDF, so that it stays the same in later versions of the program. Call it in the context of the partner. */
export const storeInvoiceFile = (tx: Tx, row: sql.InvoiceRow): Promise<void> => store(tx, row, invoiceFile);
export const storeCreditNoteFile = (tx: Tx, row: CreditNoteRow): Promise<void> => store(tx, row, creditNoteFile);

async function store<Row extends { id: string; partner_id: string; tenant_id: string }>(
  tx: Tx,
  row: Row,
  draw: (tx: Tx, row: Row) => Promise<Buffer>,
): Promise<void> {
  const content = await draw(tx, row);
  const sha256 = createHash('sha256').update(content).digest();
  const { partner_id, tenant_id } = row;
  await sql.storeFile(tx, { document_id: row.id, partner_id, tenant_id, sha256, content });
}

/** It shows the totals at the time of issue: later payments and credit notes are on no copy. */
function printedInvoice(row: sql.InvoiceRow): PrintedDocument {
  const invoice = toDetail(row.created_at)(row);
  return {
    ...invoice,
    title: 'Invoice',
    facts: [
      { name: 'Issued', value: invoice.issuedOn },
      { name: 'Due', value: invoice.dueOn },
      { name: 'Period', value: `${invoice.firstDay} to ${invoice.lastDay}` },
      { name: 'Plan', value: invoice.plan },
    ],
    totals: [
      { name: 'Net', value: invoice.net },
      ...(isZero(invoice.toCredit) ? [] : [{ name: 'Added to your credit', value: invoice.toCredit }]),
      ...totalsOf(row),
    ],
    notes: exemptionNotes(invoice.exemption),
  };
}

type Totals = Pick<sql.InvoiceRow, 'total_minor' | 'from_credit_minor' | 'currency'>;

/** The totals of an invoice at the time of issue, with the part that credit paid then. */
export function totalsOf({ total_minor: total, from_credit_minor: fromCredit, currency }: Totals) {
  const amount = (minor: number | string) => amountText(minor, currency);
  const all = [{ name: 'Total', value: amount(total) }];
  if (Number(fromCredit) === 0) return all;
  return [
    ...all,
    { name: 'Paid from your credit', value: amount(-Number(fromCredit)) },
    { name: 'To pay', value: amount(Number(total) - Number(fromCredit)) },
  ];
}

export const exemptionNotes = (exemption: string | null): string[] =>
  exemption === null ? [] : [`Exempt from taxes by certificate ${exemption}.`];

const isZero = (amount: string): boolean => Number(amount) === 0;

const printedCreditNote = (row: CreditNoteRow): PrintedDocument =>
  creditNotePrint(
    toCreditNote(row),
    row,
    InvoiceLines.parse(row.lines).map((line) => lineText(line, row.currency)),
  );

/** A credit note of any series, as it is printed. */
export function creditNotePrint(
  note: Omit<CreditNote, 'tenantId'>,
  row: Pick<CreditNoteRow, 'seller' | 'billed' | 'taxes'>,
  lines: readonly DocumentLine[],
): PrintedDocument {
  return {
    ...note,
    title: 'Credit note',
    facts: [
      { name: 'Issued', value: note.issuedOn },
      { name: 'For invoice', value: note.invoiceNumber },
    ],
    seller: Seller.parse(row.seller),
    billedEmail: Billed.parse(row.billed).email,
    // a partly credited line keeps its text but not its unit price
    lines: lines.map((line) => ({ ...line, detail: '', quantity: '', unitPrice: '' })),
    taxes: TaxLines.parse(row.taxes).map((tax) => taxText(tax, note.currency)),
    totals: [
      { name: 'Net', value: note.net },
      { name: 'Credited', value: note.total },
    ],
    notes: [note.reason],
  };
}

import type { z } from 'zod';
import { closeOutdatedPage } from '../../cards/open-pages.ts';
import { liftPastDue } from '../../past-due/past-due.ts';
import { addJob, type Tx } from '../../platform/db/db.ts';
import { recordEvent } from '../../platform/db/events.ts';
import { cursorBy } from '../../platform/db/keyset.ts';
import { lockTenantForStatus } from '../../platform/db/tenant-lock.ts';
import type { Actor } from '../../platform/http/caller.ts';
import { notFound } from '../../platform/http/errors.ts';
import { readPage, toPage } from '../../platform/http/paging.ts';
import { dayAt } from '../../platform/time/zoned-days.ts';
import { newId } from '../../platform/values/ids.ts';
import type { CreditNote, CreditNoteCreate, CreditNoteQuery } from '../contract.ts';
import { amountText, dueMinor, readLocked } from '../invoices.ts';
import { InvoiceLines } from '../lines-contract.ts';
import { Billed } from '../parties-contract.ts';
import { documentNumber, type DocumentSeries } from '../rules.ts';
import { takeNumbers } from '../run/sql.ts';
import { readIdentity } from '../settings/settings.ts';
import { addCredit, balanceCredit } from '../settlement/settlement.ts';
import * as sql from '../sql.ts';
import { TaxLines } from '../taxes-contract.ts';
import { requestedCredit, creditColumns } from './requested-credit.ts';
import * as notes from './sql.ts';

export const findCreditNote = (tx: Tx, id: string) => notes.findCreditNote(tx, id);

export const toCreditNote = (row: notes.CreditNoteRow): CreditNote => ({
  tenantId: row.tenant_id,
  ...creditNoteFields(row, { note: 'credit_note', invoice: 'invoice' }),
});

type NoteRow = Omit<notes.CreditNoteRow, 'partner_id' | 'tenant_id'>;

/** A credit note of any series. */
export function creditNoteFields(row: NoteRow, series: { note: DocumentSeries; invoice: DocumentSeries }) {
  const amount = (minor: string) => amountText(minor, row.currency);
  return {
    id: row.id,
    number: documentNumber(series.note, row.number),
    billedTo: Billed.parse(row.billed).name,
    invoiceId: row.invoice_id,
    invoiceNumber: documentNumber(series.invoice, row.invoice_number),
    issuedOn: row.issued_on,
    reason: row.reason,
    currency: row.currency,
    net: amount(row.net_minor),
    tax: amount(row.tax_minor),
    total: amount(row.total_minor),
  };
}

/** The audit log's fields for an issued credit note. */
export const issuedNote = ({
  number,
  invoiceNumber: invoice,
  total,
  currency,
  reason,
}: Omit<CreditNote, 'tenantId'>) => ({ number, invoice, total, currency, reason });

export async function listCreditNotes(tx: Tx, query: z.output<typeof CreditNoteQuery>) {
  const page = readPage<'number'>(query);
  const rows = await notes.listCreditNotes(tx, query.invoiceId, page);
  const total = await notes.countCreditNotes(tx, query.invoiceId);
  return toPage({ rows, limit: page.limit, total }, cursorBy<notes.CreditNoteRow>(sql.BY_NUMBER), toCreditNote);
}

/** Credits a part of an invoice, or everything that is left. Codes: `credit_too_high`. */
export async function createCreditNote(
  tx: Tx,
  by: Actor,
  { found, input, now }: { found: sql.InvoiceRow; input: CreditNoteCreate; now: Date },
): Promise<CreditNote> {
  const tenant = await lockTenantForStatus(tx, found.tenant_id);
  const row = await readLocked(tx, found.id);
  const credit = requestedCredit(
    {
      currency: row.currency,
      lines: InvoiceLines.parse(row.lines),
      taxes: TaxLines.parse(row.taxes),
      leftMinor: Number(row.total_minor) - Number(row.credited_minor),
      before: await notes.creditedLines(tx, row.id),
    },
    input,
  );
  await settle(tx, row, credit.totalMinor);
  await liftPastDue(tx, row.tenant_id, now);
  await closeOutdatedPage(tx, row.tenant_id);
  const { seller, timezone } = await readIdentity(tx, row.partner_id);
  const today = dayAt(now.getTime(), timezone);
  const { first: number, issuedOn } = await takeNumbers(tx, row.partner_id, { series: 'credit_note', count: 1, today });
  const id = newId();
  await notes.insertCreditNote(tx, {
    id,
    partner_id: row.partner_id,
    tenant_id: row.tenant_id,
    invoice_id: row.id,
    number,
    currency: row.currency,
    reason: input.reason,
    ...creditColumns(credit),
    issued_on: issuedOn,
    seller: JSON.stringify(seller),
    billed: JSON.stringify(row.billed),
  });
  const stored = await notes.findCreditNote(tx, id);
  if (!stored) throw notFound();
  const note = toCreditNote(stored);
  await recordEvent(tx, by, {
    action: 'credit_note.issued',
    target: { kind: 'credit_note', id },
    partnerId: row.partner_id,
    // the audit log of a purged tenant is closed
    tenantId: tenant ? row.tenant_id : null,
    after: issuedNote(note),
  });
  await addJob(
    tx,
    'send_credit_note',
    { partnerId: row.partner_id, creditNoteId: id },
    { key: `send_credit_note:${id}` },
  );
  return note;
}

/** The unpaid part is no longer due; the paid part becomes credit of the tenant. */
async function settle(tx: Tx, row: sql.InvoiceRow, total: number): Promise<void> {
  const toCredit = Math.max(0, total - dueMinor(row));
  await sql.setSettled(tx, row.id, {
    credited: Number(row.credited_minor) + total,
    paid: Number(row.paid_minor) - toCredit,
  });
  if (toCredit === 0) return;
  const account = { partnerId: row.partner_id, tenantId: row.tenant_id, currency: row.currency };
  await addCredit(tx, account, { reason: 'credit_note', amountMinor: toCredit, invoiceId: row.id });
  await balanceCredit(tx, account);
}

import { z } from 'zod';
import { closeOutdatedPage } from '../cards/open-pages.ts';
import { addJob, type Tx } from '../platform/db/db.ts';
import { recordEvent } from '../platform/db/events.ts';
import { cursorBy } from '../platform/db/keyset.ts';
import { lockTenantForStatus } from '../platform/db/tenant-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { errorFactory, notFound } from '../platform/http/errors.ts';
import { readPage, toPage } from '../platform/http/paging.ts';
import { decimalsOf } from '../platform/values/currencies.ts';
import { newId } from '../platform/values/ids.ts';
import { minorOf } from '../platform/values/money.ts';
import { dayAt } from '../platform/values/zoned-days.ts';
import { liftPastDue } from '../past-due/past-due.ts';
import { type CreditNote, type CreditNoteCreate, type CreditNoteQuery, invoiceErrors } from './contract.ts';
import * as notes from './credit-notes-sql.ts';
import { type CreditedLine, creditOf, overdrawnLine, restOf } from './credit.ts';
import { amountText, dueMinor, readLocked } from './invoices.ts';
import { type InvoiceLine, InvoiceLines } from './lines-contract.ts';
import { Billed } from './parties-contract.ts';
import { documentNumber } from './rules.ts';
import { takeNumbers } from './run-sql.ts';
import { readIdentity } from './settings.ts';
import { addCredit, balanceCredit } from './settlement.ts';
import * as sql from './sql.ts';
import { TaxLines } from './taxes-contract.ts';

const fail = errorFactory(invoiceErrors);
const Credited = z.array(z.object({ line: z.int(), amountMinor: z.int() }));

export const findCreditNote = (tx: Tx, id: string) => notes.findCreditNote(tx, id);

export function toCreditNote(row: notes.CreditNoteRow): CreditNote {
  const amount = (minor: string) => amountText(minor, row.currency);
  return {
    id: row.id,
    number: documentNumber('credit_note', row.number),
    tenantId: row.tenant_id,
    billedTo: Billed.parse(row.billed).name,
    invoiceId: row.invoice_id,
    invoiceNumber: documentNumber('invoice', row.invoice_number),
    issuedOn: row.issued_on,
    reason: row.reason,
    currency: row.currency,
    net: amount(row.net_minor),
    tax: amount(row.tax_minor),
    total: amount(row.total_minor),
  };
}

export async function listCreditNotes(tx: Tx, query: z.output<typeof CreditNoteQuery>) {
  const page = readPage<'number'>(query);
  const rows = await notes.listCreditNotes(tx, query.invoiceId, page);
  const total = await notes.countCreditNotes(tx, query.invoiceId);
  return toPage(rows, page.limit, total, cursorBy<notes.CreditNoteRow>(sql.BY_NUMBER), toCreditNote);
}

/** Takes back some of an invoice, or all that is left. Codes: `credit_too_high`. */
export async function createCreditNote(
  tx: Tx,
  by: Actor,
  found: sql.InvoiceRow,
  input: CreditNoteCreate,
  now: Date,
): Promise<CreditNote> {
  const tenant = await lockTenantForStatus(tx, found.tenant_id);
  const row = await readLocked(tx, found.id);
  const original = { lines: InvoiceLines.parse(row.lines), taxes: TaxLines.parse(row.taxes) };
  const before = (await notes.creditedLines(tx, row.id)).flatMap((credited) => Credited.parse(credited));
  const asked = input.lines === null ? restOf(original, before) : askedLines(input.lines, row.currency);
  const overdrawn = input.lines === null ? undefined : overdrawnLine(original, before, asked);
  if (overdrawn !== undefined)
    throw tooHigh(`lines.${input.lines?.findIndex(({ line }) => line === overdrawn) ?? 0}.amount`);
  const credit = creditOf(original, before, asked);
  const total = credit.netMinor + credit.taxMinor;
  if (total <= 0 || total > Number(row.total_minor) - Number(row.credited_minor)) throw tooHigh('lines');
  await settle(tx, row, total);
  await liftPastDue(tx, row.tenant_id, now);
  await closeOutdatedPage(tx, row.tenant_id);
  const { seller, timezone } = await readIdentity(tx, row.partner_id);
  const today = dayAt(now.getTime(), timezone);
  const { first: number, issuedOn } = await takeNumbers(tx, row.partner_id, 'credit_note', 1, today);
  const id = newId();
  await notes.insertCreditNote(tx, {
    id,
    partner_id: row.partner_id,
    tenant_id: row.tenant_id,
    invoice_id: row.id,
    number,
    currency: row.currency,
    reason: input.reason,
    credited: JSON.stringify(credit.credited),
    lines: JSON.stringify(creditedLinesOf(original.lines, credit.credited)),
    taxes: JSON.stringify(credit.taxes),
    net_minor: credit.netMinor,
    tax_minor: credit.taxMinor,
    total_minor: total,
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
    // the trail of a tenant that is gone takes no more events
    tenantId: tenant ? row.tenant_id : null,
    after: {
      number: note.number,
      invoice: note.invoiceNumber,
      total: note.total,
      currency: note.currency,
      reason: note.reason,
    },
  });
  await addJob(
    tx,
    'send_credit_note',
    { partnerId: row.partner_id, creditNoteId: id },
    { key: `send_credit_note:${id}` },
  );
  return note;
}

const tooHigh = (path: string) =>
  fail('credit_too_high', 'That is more than is left of the invoice or of the line.', {
    errors: [{ path, message: 'Credit less.' }],
  });

const askedLines = (lines: NonNullable<CreditNoteCreate['lines']>, currency: string): CreditedLine[] =>
  lines
    .map(({ line, amount }, at) => {
      const amountMinor = minorOf(amount, decimalsOf(currency));
      if (amountMinor === null) throw tooHigh(`lines.${at}.amount`);
      return { line, amountMinor };
    })
    .filter(({ amountMinor }) => amountMinor > 0);

/** The lines as they stand on the note: as on the invoice, with what is credited of them. */
const creditedLinesOf = (lines: readonly InvoiceLine[], credited: readonly CreditedLine[]): InvoiceLine[] =>
  credited.flatMap(({ line, amountMinor }) => {
    const original = lines[line];
    return original ? [{ ...original, amountMinor }] : [];
  });

/** What was open is no longer due; what was paid goes to the tenant's credit. */
async function settle(tx: Tx, row: sql.InvoiceRow, total: number): Promise<void> {
  const toCredit = Math.max(0, total - dueMinor(row));
  await sql.setSettled(tx, row.id, {
    credited: Number(row.credited_minor) + total,
    paid: Number(row.paid_minor) - toCredit,
  });
  if (toCredit === 0) return;
  const account = { partnerId: row.partner_id, tenantId: row.tenant_id, currency: row.currency };
  await addCredit(tx, account, 'credit_note', toCredit, row.id);
  await balanceCredit(tx, account);
}

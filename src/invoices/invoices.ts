import type { z } from 'zod';
import type { Tx } from '../platform/db/db.ts';
import { cursorBy } from '../platform/db/keyset.ts';
import { notFound } from '../platform/http/errors.ts';
import { readPage, toPage } from '../platform/http/paging.ts';
import { decimalsOf } from '../platform/values/currencies.ts';
import { minorText } from '../platform/values/money.ts';
import type { Invoice, InvoiceDetail, InvoiceQuery, TenantInvoiceQuery } from './contract.ts';
import { lineText, taxText } from './documents/document-text.ts';
import { InvoiceLines } from './lines-contract.ts';
import { Billed, Seller } from './parties-contract.ts';
import { documentNumber } from './rules.ts';
import * as sql from './sql.ts';
import { TaxLines } from './taxes-contract.ts';

export type { InvoiceRow } from './sql.ts';

type DueRow = Pick<sql.InvoiceRow, 'total_minor' | 'credited_minor' | 'paid_minor'>;

/** What is left to pay, in the minor unit. */
export const dueMinor = ({ total_minor: total, credited_minor: credited, paid_minor: paid }: DueRow): number =>
  Number(total) - Number(credited) - Number(paid);

/** What is left to pay of several invoices, by currency. */
export const dueByCurrency = (
  rows: readonly (DueRow & { currency: string })[],
): { currency: string; minor: number }[] =>
  [...Map.groupBy(rows, ({ currency }) => currency)].map(([currency, its]) => ({
    currency,
    minor: its.reduce((sum, row) => sum + dueMinor(row), 0),
  }));

/** A stored amount as a decimal string. */
export const amountText = (minor: number | string, currency: string): string =>
  minorText(Number(minor), decimalsOf(currency));

export const toInvoice =
  (now: Date) =>
  (row: sql.InvoiceRow): Invoice => {
    const amount = (minor: number | string) => amountText(minor, row.currency);
    return {
      id: row.id,
      number: documentNumber('invoice', row.number),
      tenantId: row.tenant_id,
      billedTo: Billed.parse(row.billed).name,
      plan: row.plan_name,
      firstDay: row.first_day,
      lastDay: row.last_day,
      issuedOn: row.issued_on,
      dueOn: row.due_on,
      currency: row.currency,
      net: amount(row.net_minor),
      tax: amount(row.tax_minor),
      total: amount(row.total_minor),
      credited: amount(row.credited_minor),
      paid: amount(row.paid_minor),
      due: amount(dueMinor(row)),
      status: row.status,
      isOverdue: row.status === 'open' && row.overdue_at <= now,
    };
  };

export const toDetail =
  (now: Date) =>
  (row: sql.InvoiceRow): InvoiceDetail => ({
    ...toInvoice(now)(row),
    fromCredit: amountText(row.from_credit_minor, row.currency),
    toCredit: amountText(Math.max(0, -Number(row.net_minor) - Number(row.tax_minor)), row.currency),
    seller: Seller.parse(row.seller),
    billedEmail: Billed.parse(row.billed).email,
    lines: InvoiceLines.parse(row.lines).map((line) => lineText(line, row.currency)),
    taxes: TaxLines.parse(row.taxes).map((tax) => taxText(tax, row.currency)),
    exemption: row.exemption,
  });

/** A tenant's invoices with their lines, for its export. */
export async function listInvoiceDetails(
  tx: Tx,
  tenantId: string,
  page: { limit: number; cursor?: string },
  now: Date,
) {
  const { descending, after, limit } = readPage<'number'>({ sort: 'number', ...page });
  const rows = await sql.listInvoices(tx, { tenantId, now }, { descending, after, limit });
  return toPage({ rows, limit, total: rows.length }, cursorBy<sql.InvoiceRow>(sql.BY_NUMBER), toDetail(now));
}

/** The invoices of the partner, or of one of its tenants. */
export async function listInvoices(
  tx: Tx,
  query: z.output<typeof InvoiceQuery> | (z.output<typeof TenantInvoiceQuery> & { tenantId: string }),
  now: Date,
) {
  const page = readPage<'number'>(query);
  const search = 'search' in query ? query.search : undefined;
  const filter = { tenantId: query.tenantId, status: query.status, search, now };
  const rows = await sql.listInvoices(tx, filter, page);
  const total = await sql.countInvoices(tx, filter);
  return toPage({ rows, limit: page.limit, total }, cursorBy<sql.InvoiceRow>(sql.BY_NUMBER), toInvoice(now));
}

/** The invoices of a tenant that are overdue, the oldest first. */
export const overdueInvoices = (tx: Tx, tenantId: string, now: Date): Promise<sql.InvoiceRow[]> =>
  sql.overdueInvoices(tx, tenantId, now);

/** The current invoice, locked until this transaction ends. Lock its tenant first. */
export async function readLocked(tx: Tx, id: string): Promise<sql.InvoiceRow> {
  const row = await sql.lockInvoice(tx, id);
  if (!row) throw notFound();
  return row;
}

/** The partner's details as on the tenant's newest invoice; empty if there is none. */
export async function latestSeller(tx: Tx, tenantId: string): Promise<Seller> {
  const row = await sql.newestInvoice(tx, tenantId);
  return row ? Seller.parse(row.seller) : { name: '', address: '', taxIds: [], footer: '' };
}

export const findInvoice = (tx: Tx, id: string): Promise<sql.InvoiceRow | undefined> => sql.findInvoice(tx, id);

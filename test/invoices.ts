import { newId } from '../src/platform/values/ids.ts';

type Query = (text: string, values?: unknown[]) => Promise<unknown>;

/** Inserts by SQL an invoice of 11.00 with one line and one tax, like those of the run. Returns its id. */
export async function insertInvoice(
  query: Query,
  {
    partnerId,
    tenantId,
    billed = 'Bakery',
    number = 1,
  }: { partnerId: string; tenantId: string; billed?: string; number?: number },
): Promise<string> {
  const id = newId();
  const lines = [{ kind: 'plan', unitMinor: 1000, unitDays: 31, nominalDays: 31, amountMinor: 1000 }];
  const of = { kind: 'percent', ratePpm: 100_000, sharePpm: 1_000_000, on: ['plan'], onTaxes: [], baseMinor: 1000 };
  await query(
    `insert into invoices (id, partner_id, tenant_id, cycle_id, number, first_day, last_day, currency, plan_name, net_minor, tax_minor, total_minor,
       issued_on, due_on, overdue_at, seller, billed, lines, taxes)
     values ($1, $2, $3, $1, $4, '2026-10-01', '2026-10-31', 'USD', 'Business', 1000, 100, 1100, '2026-11-01', '2026-11-15', '2026-11-16T05:00Z', $5, $6, $7, $8)`,
    [
      id,
      partnerId,
      tenantId,
      number,
      { name: 'Northwind', address: '', taxIds: [], footer: '' },
      { name: billed, email: '' },
      JSON.stringify(lines),
      JSON.stringify([{ name: 'Tax', of, amountMinor: 100 }]),
    ],
  );
  await query(
    `insert into document_counters (partner_id, series, last_number, last_issued_on) values ($1, 'invoice', $2, '2026-11-01')
     on conflict (partner_id, series) do update set last_number = excluded.last_number`,
    [partnerId, number],
  );
  return id;
}

/** Inserts a payment of that whole invoice. Returns its id. */
export async function insertPayment(query: Query, invoiceId: string, note = ''): Promise<string> {
  const id = newId();
  await query(
    `insert into payments (id, partner_id, tenant_id, invoice_id, currency, amount_minor, credit_minor, paid_on, method, note)
     select $1, partner_id, tenant_id, id, currency, total_minor, 0, issued_on, 'check', $3 from invoices where id = $2`,
    [id, invoiceId, note],
  );
  await query(
    `insert into payment_shares (payment_id, invoice_id, partner_id, tenant_id, amount_minor)
     select $1, id, partner_id, tenant_id, total_minor from invoices where id = $2`,
    [id, invoiceId],
  );
  await query('update invoices set paid_minor = total_minor where id = $1', [invoiceId]);
  return id;
}

/** Inserts a credit note for that whole invoice. Returns its id. */
export async function insertCreditNote(query: Query, invoiceId: string): Promise<string> {
  const id = newId();
  await query(
    `insert into credit_notes (id, partner_id, tenant_id, invoice_id, number, currency, reason, credited, lines, taxes, net_minor, tax_minor, total_minor,
       issued_on, seller, billed)
     select $1, partner_id, tenant_id, id, number, currency, 'Mistake', '[{"line":0,"amountMinor":1000}]', lines, taxes, net_minor, tax_minor, total_minor,
       issued_on, seller, billed from invoices where id = $2`,
    [id, invoiceId],
  );
  return id;
}

/** Inserts an adjustment that isn't on an invoice yet. Returns its id. */
export async function insertAdjustment(query: Query, tenantId: string, description = 'Outage'): Promise<string> {
  const id = newId();
  await query(
    `insert into adjustments (id, partner_id, tenant_id, kind, currency, amount_minor, description, day)
     select $1, partner_id, id, 'correction', 'USD', -500, $3, '2026-10-03' from tenants where id = $2`,
    [id, tenantId, description],
  );
  return id;
}

/** Inserts an invoice of 31.00 from the operator to a partner, with its cycle, a payment of 1.00 and a credit note of 2.00. Returns their ids. */
export async function insertWholesaleInvoice(
  query: Query,
  partnerId: string,
  billed = 'Northwind',
): Promise<{
  wholesaleInvoiceId: string;
  wholesalePaymentId: string;
  wholesaleRefundId: string;
  wholesaleCreditNoteId: string;
}> {
  const [cycleId, wholesaleInvoiceId, wholesalePaymentId] = [newId(), newId(), newId()];
  const [wholesaleRefundId, wholesaleCreditNoteId] = [newId(), newId()];
  await query(
    `insert into wholesale_cycles (id, partner_id, first_day, next_first_day, starts_at, ends_at, nominal_days, currency, tenant_fee, extension_fee, number_fee,
       payment_terms_days, invoiced_at)
     select $1, $2, d, d + 31, d, d + 31, 31, 'USD', 3100, 0, 0, 14, now()
     from (select date '2026-10-01' - 31 * count(*)::integer as d from wholesale_cycles where partner_id = $2) as days`,
    [cycleId, partnerId],
  );
  const lines = [{ kind: 'tenants', unitMinor: 3100, unitDays: 31, nominalDays: 31, amountMinor: 3100 }];
  await query(
    `with taken as (update wholesale_settings set last_number = last_number + 1, last_issued_on = '2026-11-01' returning last_number as number)
     insert into wholesale_invoices (id, partner_id, cycle_id, number, first_day, last_day, currency, total_minor, paid_minor, credited_minor, issued_on, due_on, overdue_at,
       seller, billed, lines)
     select $1, $2, $3, number, '2026-10-01', '2026-10-31', 'USD', 3100, 90, 200, '2026-11-01', '2026-11-15', '2026-11-16T00:00Z', $4, $5, $6 from taken`,
    [
      wholesaleInvoiceId,
      partnerId,
      cycleId,
      { name: 'Strowger', address: '', taxIds: [], footer: '' },
      { name: billed, email: 'accounts@northwind.example' },
      JSON.stringify(lines),
    ],
  );
  await query(
    `insert into wholesale_payments (id, partner_id, invoice_id, amount_minor, paid_on, method, reference) values ($1, $2, $3, 100, '2026-11-02', 'check', $4)`,
    [wholesalePaymentId, partnerId, wholesaleInvoiceId, billed],
  );
  await query(
    `insert into wholesale_refunds (id, partner_id, payment_id, amount_minor, paid_on, method, reason) values ($1, $2, $3, 10, '2026-11-03', 'check', $4)`,
    [wholesaleRefundId, partnerId, wholesalePaymentId, billed],
  );
  await query(
    `with taken as (update wholesale_settings set last_credit_note = last_credit_note + 1, last_credit_note_on = '2026-11-01' returning last_credit_note as number)
     insert into wholesale_credit_notes (id, partner_id, invoice_id, number, currency, reason, credited, lines, taxes, net_minor, tax_minor, total_minor, issued_on, seller, billed)
     select $1, i.partner_id, i.id, taken.number, i.currency, $3, '[{"line":0,"amountMinor":200}]', i.lines, '[]', 200, 0, 200, '2026-11-01', i.seller, i.billed
     from wholesale_invoices i, taken where i.id = $2`,
    [wholesaleCreditNoteId, wholesaleInvoiceId, billed],
  );
  await query('insert into wholesale_reminders (invoice_id, days, partner_id) values ($1, 1, $2)', [
    wholesaleInvoiceId,
    partnerId,
  ]);
  return { wholesaleInvoiceId, wholesalePaymentId, wholesaleRefundId, wholesaleCreditNoteId };
}

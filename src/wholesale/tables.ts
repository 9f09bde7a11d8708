import type { ColumnType, Generated } from 'kysely';
import type { InvoiceStatus } from '../invoices/contract.ts';
import type { PaymentMethod } from '../payments/contract.ts';
import type { Immutable, ImmutableDefault } from '../platform/db/columns.ts';

/** The tables that this slice writes. Days are text such as 2026-11-28; amounts of invoices are text, since a bigint is more than a double holds. */
export interface WholesaleTables {
  wholesale_settings: WholesaleSettings;
  wholesale_terms: WholesaleTerms;
  wholesale_cycles: WholesaleCycles;
  wholesale_invoices: WholesaleInvoices;
  wholesale_credit_notes: WholesaleCreditNotes;
  wholesale_payments: WholesalePayments;
  wholesale_refunds: WholesaleRefunds;
  wholesale_reminders: WholesaleReminders;
  wholesale_files: WholesaleFiles;
}

type Frozen = ColumnType<unknown, string, never>;
/** JSON that is parsed when it is written, and again when it is read. */
type Json = ColumnType<unknown, string, string>;
type Amount = ColumnType<string, number, never>;

type WholesaleSettings = {
  only_row: ColumnType<boolean, never, never>;
  legal_name: string;
  address: string;
  tax_ids: string[];
  footer: string;
  last_number: number;
  last_issued_on: string | null;
  last_credit_note: number;
  last_credit_note_on: string | null;
  version: number;
};

type WholesaleTerms = {
  partner_id: Immutable<string>;
  currency: string;
  tenant_fee: number;
  extension_fee: number;
  number_fee: number;
  billing_day: number;
  payment_terms_days: number;
  billing_email: string;
  reminder_days: number[];
  taxes: Json;
  tax_certificate: string;
  tax_exempt_from: string | null;
  tax_exempt_until: string | null;
  version: Generated<number>;
};

type WholesaleCycles = {
  id: Immutable<string>;
  partner_id: Immutable<string>;
  first_day: Immutable<string>;
  next_first_day: Immutable<string>;
  starts_at: Immutable<Date>;
  ends_at: Immutable<Date>;
  nominal_days: Immutable<number>;
  currency: Immutable<string>;
  tenant_fee: Immutable<number>;
  extension_fee: Immutable<number>;
  number_fee: Immutable<number>;
  payment_terms_days: Immutable<number>;
  taxes: Frozen;
  invoiced_at: ColumnType<Date | null, never, Date>;
  invoiced_micros: ColumnType<string, never, number>;
};

type WholesaleInvoices = {
  id: Immutable<string>;
  partner_id: Immutable<string>;
  cycle_id: Immutable<string>;
  number: Immutable<number>;
  first_day: Immutable<string>;
  last_day: Immutable<string>;
  currency: Immutable<string>;
  tax_minor: Amount;
  total_minor: Amount;
  credited_minor: ColumnType<string, never, number>;
  paid_minor: ColumnType<string, number | undefined, number>;
  from_credit_minor: ColumnType<string, number | undefined, never>;
  status: ColumnType<InvoiceStatus, never, never>;
  issued_on: Immutable<string>;
  due_on: Immutable<string>;
  overdue_at: Immutable<Date>;
  seller: Frozen;
  billed: Frozen;
  lines: Frozen;
  taxes: Frozen;
  exemption: Immutable<string | null>;
  created_at: ImmutableDefault<Date>;
};

type WholesaleCreditNotes = {
  id: Immutable<string>;
  partner_id: Immutable<string>;
  invoice_id: Immutable<string>;
  number: Immutable<number>;
  currency: Immutable<string>;
  reason: Immutable<string>;
  credited: Frozen;
  lines: Frozen;
  taxes: Frozen;
  net_minor: Amount;
  tax_minor: Amount;
  total_minor: Amount;
  issued_on: Immutable<string>;
  seller: Frozen;
  billed: Frozen;
  created_at: ImmutableDefault<Date>;
};

type WholesalePayments = {
  id: Immutable<string>;
  partner_id: Immutable<string>;
  invoice_id: Immutable<string>;
  amount_minor: Amount;
  paid_on: Immutable<string>;
  method: Immutable<PaymentMethod>;
  reference: Immutable<string>;
  created_at: ImmutableDefault<Date>;
  reversed_at: ColumnType<Date | null, never, Date>;
  reversed_on: ColumnType<string | null, never, string>;
  reversal_reason: ColumnType<string | null, never, string>;
};

type WholesaleRefunds = {
  id: Immutable<string>;
  partner_id: Immutable<string>;
  payment_id: Immutable<string>;
  amount_minor: Amount;
  paid_on: Immutable<string>;
  method: Immutable<PaymentMethod>;
  reference: Immutable<string>;
  reason: Immutable<string>;
  created_at: ImmutableDefault<Date>;
  reversed_at: ColumnType<Date | null, never, Date>;
  reversed_on: ColumnType<string | null, never, string>;
  reversal_reason: ColumnType<string | null, never, string>;
};

type WholesaleReminders = {
  invoice_id: Immutable<string>;
  days: Immutable<number>;
  partner_id: Immutable<string>;
  at: ColumnType<Date, never, never>;
};

type WholesaleFiles = {
  document_id: Immutable<string>;
  partner_id: Immutable<string>;
  sha256: Immutable<Buffer>;
  content: Immutable<Buffer>;
  created_at: ImmutableDefault<Date>;
};

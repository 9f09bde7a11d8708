import type { ColumnType, Generated } from 'kysely';
import type { Immutable, ImmutableDefault } from '../platform/db/columns.ts';
import type { AdjustmentKind, CreditReason, InvoiceStatus } from './contract.ts';
import type { Series } from './rules.ts';

/** The tables that this slice writes. Days are text such as 2026-11-28; amounts are text, since a bigint is more than a double holds. */
export interface InvoiceTables {
  invoice_settings: InvoiceSettings;
  document_counters: DocumentCounters;
  invoices: Invoices;
  credit_notes: CreditNotes;
  invoice_files: InvoiceFiles;
  adjustments: Adjustments;
  account_credits: AccountCredits;
  tax_exemptions: TaxExemptions;
}

/** JSON that is validated when it is written and again when it is read. */
type Frozen = ColumnType<unknown, string, never>;
type Amount = ColumnType<string, number, never>;
type ChangingAmount = ColumnType<string, number | undefined, number>;

type InvoiceSettings = {
  partner_id: Immutable<string>;
  legal_name: string;
  address: string;
  tax_ids: string[];
  footer: string;
  timezone: string;
  books_years: Generated<number>;
  version: Generated<number>;
};

type DocumentCounters = {
  partner_id: Immutable<string>;
  series: Immutable<Series>;
  last_number: number;
  last_issued_on: string;
};

type Invoices = {
  id: Immutable<string>;
  partner_id: Immutable<string>;
  tenant_id: Immutable<string>;
  cycle_id: Immutable<string>;
  number: Immutable<number>;
  first_day: Immutable<string>;
  last_day: Immutable<string>;
  currency: Immutable<string>;
  plan_name: Immutable<string>;
  net_minor: Amount;
  tax_minor: Amount;
  total_minor: Amount;
  credited_minor: ChangingAmount;
  paid_minor: ChangingAmount;
  from_credit_minor: Amount;
  status: ColumnType<InvoiceStatus, never, never>;
  issued_on: Immutable<string>;
  due_on: Immutable<string>;
  overdue_at: Immutable<Date>;
  seller: Frozen;
  billed: Frozen;
  lines: Frozen;
  taxes: Frozen;
  exemption: Immutable<string | null>;
  is_closing: ImmutableDefault<boolean>;
  created_at: ImmutableDefault<Date>;
};

type CreditNotes = {
  id: Immutable<string>;
  partner_id: Immutable<string>;
  tenant_id: Immutable<string>;
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

type InvoiceFiles = {
  document_id: Immutable<string>;
  partner_id: Immutable<string>;
  tenant_id: Immutable<string>;
  sha256: Immutable<Buffer>;
  content: Immutable<Buffer>;
  created_at: ImmutableDefault<Date>;
};

type Adjustments = {
  id: Immutable<string>;
  partner_id: Immutable<string>;
  tenant_id: Immutable<string>;
  kind: Immutable<AdjustmentKind>;
  currency: Immutable<string>;
  amount_minor: Amount;
  description: Immutable<string>;
  day: Immutable<string>;
  cycle_id: string | null;
  created_at: ImmutableDefault<Date>;
};

type AccountCredits = {
  id: Immutable<string>;
  partner_id: Immutable<string>;
  tenant_id: Immutable<string>;
  currency: Immutable<string>;
  amount_minor: Amount;
  reason: Immutable<CreditReason>;
  invoice_id: Immutable<string | null>;
  created_at: ImmutableDefault<Date>;
};

type TaxExemptions = {
  tenant_id: Immutable<string>;
  partner_id: Immutable<string>;
  certificate: string;
  valid_from: string | null;
  valid_until: string | null;
  version: Generated<number>;
};

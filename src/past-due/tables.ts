import type { ColumnType } from 'kysely';
import type { Immutable } from '../platform/db/columns.ts';

/** The tables that this slice writes. */
export interface PastDueTables {
  invoice_notices: InvoiceNotices;
}

type InvoiceNotices = {
  invoice_id: Immutable<string>;
  partner_id: Immutable<string>;
  tenant_id: Immutable<string>;
  kind: Immutable<'reminder' | 'suspension' | 'overdue'>;
  days: Immutable<number>;
  at: ColumnType<Date, never, never>;
};

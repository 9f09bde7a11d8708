import { compact, dayOf, type ListSearch, oneOf, type Raw, readListSearch } from '../kit/lists/search.ts';

// Separate from the queries, because the routes need it and are part of the first load.

export const INVOICE_FILTERS = ['open', 'overdue', 'paid', 'void'] as const;
export type InvoicesSearch = ListSearch & { status?: (typeof INVOICE_FILTERS)[number] | undefined };

export const readInvoicesSearch = (raw: Raw): InvoicesSearch =>
  compact({ ...readListSearch(raw), status: oneOf(raw.status, INVOICE_FILTERS) });

export type StatementSearch = { from?: string | undefined; to?: string | undefined };

export const readStatementSearch = (raw: Raw): StatementSearch => compact({ from: dayOf(raw.from), to: dayOf(raw.to) });

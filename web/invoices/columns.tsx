import type { ReactNode } from 'react';
import type { Invoice } from '../../src/invoices/contract.ts';
import { amountLabel } from '../kit/inputs/money/amount.ts';
import { Badge, type Tone } from '../ui/Badge.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { dayLabel } from '../ui/time-labels.ts';

const STATUSES: Record<Invoice['status'], { tone: Tone; label: string }> = {
  open: { tone: 'blue', label: 'Open' },
  paid: { tone: 'green', label: 'Paid' },
  void: { tone: 'grey', label: 'Credited' },
};

export function InvoiceStatusBadge({ status, isOverdue }: Pick<Invoice, 'status' | 'isOverdue'>) {
  if (isOverdue) return <Badge tone="red">Overdue</Badge>;
  return <Badge tone={STATUSES[status].tone}>{STATUSES[status].label}</Badge>;
}

/** A listed invoice, to a tenant or from the operator to a partner. */
export type ListedInvoice = Pick<
  Invoice,
  | 'id'
  | 'number'
  | 'billedTo'
  | 'firstDay'
  | 'lastDay'
  | 'issuedOn'
  | 'dueOn'
  | 'status'
  | 'isOverdue'
  | 'currency'
  | 'total'
  | 'due'
>;

/** The columns of lists of invoices. Without `billedTo`, for the list of a single tenant or partner. */
export const invoiceColumns = <Row extends ListedInvoice = Invoice>(
  number: (invoice: Row) => ReactNode,
  ofOne = false,
): Column<Row>[] => [
  { id: 'number', header: 'Number', sortable: true, cell: number },
  ...(ofOne ? [] : [{ id: 'billedTo', header: 'Tenant', cell: ({ billedTo }: Row) => billedTo }]),
  {
    id: 'period',
    header: 'Period',
    wideOnly: true,
    cell: ({ firstDay, lastDay }) => `${dayLabel(firstDay)} – ${dayLabel(lastDay)}`,
  },
  { id: 'issuedOn', header: 'Issued', wideOnly: true, cell: ({ issuedOn }) => dayLabel(issuedOn) },
  { id: 'dueOn', header: 'Due', cell: ({ dueOn }) => dayLabel(dueOn) },
  { id: 'status', header: 'Status', cell: (invoice) => <InvoiceStatusBadge {...invoice} /> },
  { id: 'total', header: 'Total', end: true, cell: ({ total, currency }) => amountLabel(total, currency) },
  { id: 'due', header: 'To pay', end: true, cell: ({ due, currency }) => amountLabel(due, currency) },
];

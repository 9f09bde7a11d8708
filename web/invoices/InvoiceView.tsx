import type { ReactNode } from 'react';
import type { DocumentLine, InvoiceDetail } from '../../src/invoices/contract.ts';
import { amountLabel } from '../kit/inputs/money/amount.ts';
import type { Column } from '../ui/DataTable.tsx';
import { DataTable } from '../ui/DataTable.tsx';
import { Card, Fact, Facts, Muted, Stack } from '../ui/layout.tsx';
import { dayLabel } from '../ui/time-labels.ts';
import { InvoiceStatusBadge } from './columns.tsx';

type Line = DocumentLine & { id: string };

/** An invoice to a tenant, or the operator's to a partner, which has no plan. */
type Shown = Omit<
  InvoiceDetail,
  'id' | 'number' | 'tenantId' | 'plan' | 'seller' | 'billedEmail' | 'fromCredit' | 'toCredit'
> &
  Partial<Pick<InvoiceDetail, 'plan' | 'toCredit'>>;

/** An invoice with its lines, taxes and balance due. */
export function InvoiceView({ invoice, children }: { invoice: Shown; children?: ReactNode }) {
  const { currency, taxes, exemption, toCredit = '0' } = invoice;
  const amount = (text: string) => amountLabel(text, currency);
  return (
    <Stack>
      <Card>
        <Facts>
          <Fact name="Status">
            <InvoiceStatusBadge {...invoice} />
          </Fact>
          <Fact name="Billed to">{invoice.billedTo}</Fact>
          {invoice.plan !== undefined && <Fact name="Plan">{invoice.plan}</Fact>}
          <Fact name="Period">
            {dayLabel(invoice.firstDay)} – {dayLabel(invoice.lastDay)}
          </Fact>
          <Fact name="Issued">{dayLabel(invoice.issuedOn)}</Fact>
          <Fact name="Due">{dayLabel(invoice.dueOn)}</Fact>
        </Facts>
      </Card>
      <DataTable
        label="Lines"
        columns={columnsIn(currency)}
        rows={invoice.lines.map((line, at) => ({ ...line, id: String(at) }))}
        rowId={({ id }) => id}
        empty={<Muted>No lines</Muted>}
      />
      <Card>
        <Facts>
          <Fact name="Net">{amount(invoice.net)}</Fact>
          {taxes.map((tax) => (
            <Fact key={tax.name} name={`${tax.name} (${tax.detail})`}>
              {amount(tax.amount)}
            </Fact>
          ))}
          {exemption !== null && <Fact name="Tax exemption">{exemption}</Fact>}
          {isSome(toCredit) && <Fact name="Added to the credit balance">{amount(toCredit)}</Fact>}
          <Fact name="Total">{amount(invoice.total)}</Fact>
          {isSome(invoice.credited) && <Fact name="Credited">{amount(invoice.credited)}</Fact>}
          {isSome(invoice.paid) && <Fact name="Paid">{amount(invoice.paid)}</Fact>}
          <Fact name="To pay">
            <strong>{amount(invoice.due)}</strong>
          </Fact>
        </Facts>
      </Card>
      {children}
    </Stack>
  );
}

const isSome = (amount: string): boolean => Number(amount) !== 0;

const columnsIn = (currency: string): Column<Line>[] => [
  {
    id: 'description',
    header: 'Line',
    cell: ({ description, detail }) => (
      <>
        {description} {detail !== '' && <Muted>{detail}</Muted>}
      </>
    ),
  },
  { id: 'quantity', header: 'Quantity', end: true, wideOnly: true, cell: ({ quantity }) => quantity },
  {
    id: 'unitPrice',
    header: 'Price',
    end: true,
    wideOnly: true,
    cell: ({ unitPrice }) => unitPrice !== '' && amountLabel(unitPrice, currency),
  },
  { id: 'amount', header: 'Amount', end: true, cell: ({ amount }) => amountLabel(amount, currency) },
];

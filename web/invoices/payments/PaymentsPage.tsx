import { IconCash } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Payment } from '../../../src/payments/contract.ts';
import { exportPayments } from '../../../src/payments/endpoints.ts';
import { amountLabel } from '../../kit/inputs/money/amount.ts';
import { Download } from '../../kit/lists/Download.tsx';
import { ListPage } from '../../kit/lists/ListPage.tsx';
import { addressOf } from '../../kit/session/call.ts';
import { brandOf, usePermissionReason, useSession } from '../../kit/session/session.ts';
import { NOUNS } from '../../kit/words/nouns.ts';
import { Badge } from '../../ui/Badge.tsx';
import type { Column } from '../../ui/DataTable.tsx';
import { Empty, Page } from '../../ui/Page.tsx';
import { dayLabel } from '../../ui/time-labels.ts';
import { Time } from '../../ui/Time.tsx';
import { METHOD_LABELS } from './payment-labels.ts';
import { paymentsList } from './queries.ts';
import { RefundButton, RefundPayment } from './RefundPayment.tsx';

const route = getRouteApi('/authenticated/payments');

const columnsWith = (refund: (payment: Payment) => void): Column<Payment>[] => [
  { id: 'createdAt', header: 'Recorded', sortable: true, cell: ({ createdAt }) => <Time at={createdAt} withClock /> },
  { id: 'billedTo', header: 'Tenant', cell: ({ billedTo }) => billedTo },
  {
    id: 'invoice',
    header: 'Invoice',
    cell: ({ invoiceId, invoiceNumber }) => (
      <Link to="/invoices/$invoiceId" params={{ invoiceId }}>
        {invoiceNumber}
      </Link>
    ),
  },
  { id: 'paidOn', header: 'Received', cell: ({ paidOn }) => dayLabel(paidOn) },
  { id: 'method', header: 'Method', wideOnly: true, cell: ({ method }) => METHOD_LABELS[method] },
  { id: 'reference', header: 'Reference', wideOnly: true, cell: ({ reference }) => reference },
  { id: 'state', header: 'State', cell: (payment) => <State payment={payment} /> },
  { id: 'amount', header: 'Amount', end: true, cell: ({ amount, currency }) => amountLabel(amount, currency) },
  {
    id: 'refund',
    header: 'Actions',
    end: true,
    cell: (payment) => <RefundButton payment={payment} onClick={() => refund(payment)} />,
  },
];

function State({ payment: { reversal, refunded, refunds, currency } }: { payment: Payment }) {
  return (
    <>
      {refunds
        .filter(({ state }) => state === 'asked' || state === 'pending')
        .map(({ id, amount }) => (
          <Badge key={id} tone="amber">
            {amountLabel(amount, currency)} being refunded
          </Badge>
        ))}{' '}
      {refunds
        .filter(({ state }) => state === 'unclear')
        .map(({ id, amount }) => (
          <Badge key={id} tone="red">
            Refund of {amountLabel(amount, currency)} unclear
          </Badge>
        ))}{' '}
      {Number(refunded) > 0 && <Badge tone="grey">{amountLabel(refunded, currency)} refunded</Badge>}{' '}
      {reversal && <Badge tone="grey">Reversed</Badge>}
    </>
  );
}

export function PaymentsPage() {
  const session = useSession();
  const reason = usePermissionReason('payments.export');
  const [refunding, setRefunding] = useState<Payment | null>(null);
  return (
    <Page
      title="Payments"
      intro={<Link to="/invoices">All invoices</Link>}
      brand={brandOf(session)}
      actions={
        <Download href={addressOf(exportPayments)} file="payments.csv" disabledReason={reason}>
          Export CSV
        </Download>
      }
    >
      <ListPage
        {...paymentsList(route.useSearch())}
        label="Payments"
        noun={NOUNS.payment}
        columns={columnsWith(setRefunding)}
        defaultSort="-createdAt"
        empty={
          <Empty icon={<IconCash size={22} />} title="No payments yet">
            Open an invoice to record what was paid.
          </Empty>
        }
      />
      {refunding && <RefundPayment payment={refunding} onClose={() => setRefunding(null)} />}
    </Page>
  );
}

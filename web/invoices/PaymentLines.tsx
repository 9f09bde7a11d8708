import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Payment, PaymentReverse, type TenantPayment } from '../../src/payments/contract.ts';
import { reversePayment } from '../../src/payments/endpoints.ts';
import { amountLabel } from '../kit/amount.ts';
import { useChange } from '../kit/changes.ts';
import { TextareaInput, useApiForm } from '../kit/form.tsx';
import { FormDialog } from '../kit/FormDialog.tsx';
import { usePermissionReason } from '../kit/session.ts';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import { Card, LineList, Muted } from '../ui/layout.tsx';
import { NotLoaded } from '../ui/NotLoaded.tsx';
import { dayLabel } from '../ui/time-labels.ts';
import { toast } from '../ui/toast.tsx';
import { METHOD_LABELS } from './payment-labels.ts';
import { invoicePaymentsQuery, tenantInvoicePaymentsQuery } from './payment-queries.ts';

/** The payments of an invoice, for the partner, who can reverse them. */
export function InvoicePayments({ invoiceId }: { invoiceId: string }) {
  const { data, error, refetch } = useQuery(invoicePaymentsQuery(invoiceId));
  const reason = usePermissionReason('payments.write');
  const [reversing, setReversing] = useState<Payment | null>(null);
  if (error && !data) return <NotLoaded title="Couldn’t load the payments" error={error} again={refetch} />;
  if (!data || data.items.length === 0) return null;
  return (
    <Card title="Payments">
      <LineList>
        {data.items.map((payment) => (
          <li key={payment.id}>
            <div>
              <PaymentText payment={payment} invoiceId={invoiceId} />
              {payment.note !== '' && <Muted> Note: {payment.note}</Muted>}
            </div>
            {payment.reversal === null && (
              <Button
                small
                kind="quiet"
                aria-label={`Reverse the payment of ${amountLabel(payment.amount, payment.currency)}`}
                disabledReason={reason}
                onClick={() => setReversing(payment)}
              >
                Reverse
              </Button>
            )}
          </li>
        ))}
      </LineList>
      {reversing && <ReversePayment payment={reversing} onClose={() => setReversing(null)} />}
    </Card>
  );
}

/** The same for the tenant, who only reads them. */
export function TenantInvoicePayments({ tenantId, invoiceId }: { tenantId: string; invoiceId: string }) {
  const { data } = useQuery(tenantInvoicePaymentsQuery(tenantId, invoiceId));
  if (!data || data.items.length === 0) return null;
  return (
    <Card title="Payments">
      <LineList>
        {data.items.map((payment) => (
          <li key={payment.id}>
            <div>
              <PaymentText payment={payment} invoiceId={invoiceId} />
            </div>
          </li>
        ))}
      </LineList>
    </Card>
  );
}

function PaymentText({ payment, invoiceId }: { payment: TenantPayment; invoiceId: string }) {
  const { paidOn, method, reference, amount, currency, shares, reversal } = payment;
  const share = shares.find((one) => one.invoiceId === invoiceId);
  const isPart = share && share.amount !== amount;
  return (
    <>
      {dayLabel(paidOn)}: {amountLabel(amount, currency)}, {METHOD_LABELS[method]}{' '}
      {reference !== '' && <Muted>{reference}</Muted>}{' '}
      {isPart && <Muted>({amountLabel(share.amount, currency)} of it for this invoice)</Muted>}{' '}
      {reversal && (
        <>
          <Badge tone="grey">Reversed</Badge> <Muted>{reversal.reason}</Muted>
        </>
      )}
    </>
  );
}

function ReversePayment({ payment, onClose }: { payment: Payment; onClose: () => void }) {
  const change = useChange();
  const amount = amountLabel(payment.amount, payment.currency);
  const form = useApiForm({
    schema: PaymentReverse,
    values: { reason: '' },
    send: (body, key) => change(reversePayment, { params: { paymentId: payment.id }, body, key }),
    done: () => {
      toast.success('What it paid is open again.', `${amount} reversed`);
      onClose();
    },
  });
  return (
    <FormDialog
      title={`Reverse the payment of ${amount}?`}
      intro="What it paid is open again, and credit that came from it is taken back. This can’t be undone."
      size="small"
      onClose={onClose}
      of={form}
      label="Reversal"
      verb="Reverse payment"
    >
      <TextareaInput
        name="reason"
        label="Reason"
        description="The tenant sees it, such as “The check was returned”."
        maxLength={500}
      />
    </FormDialog>
  );
}

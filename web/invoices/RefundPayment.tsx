import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useWatch } from 'react-hook-form';
import type { Payment } from '../../src/payments/contract.ts';
import { RefundCreate, type RefundPreview } from '../../src/refunds/contract.ts';
import { previewRefund, refundPayment } from '../../src/refunds/endpoints.ts';
import { amountLabel } from '../kit/inputs/amount.ts';
import { useChange } from '../kit/session/changes.ts';
import { TextareaInput, TextInput, useApiForm } from '../kit/forms/form.tsx';
import { FormDialog } from '../kit/forms/FormDialog.tsx';
import { apiQuery } from '../kit/session/queries.ts';
import { usePermissionReason } from '../kit/session/session.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { NotLoaded } from '../ui/NotLoaded.tsx';
import { dayLabel } from '../ui/time-labels.ts';
import { toast } from '../ui/toast.tsx';

/** Hidden if nothing of the payment can be refunded to a card. */
export function RefundButton({ payment, onClick }: { payment: Payment; onClick: () => void }) {
  const reason = usePermissionReason('payments.refund');
  if (Number(payment.refundable) === 0) return null;
  return (
    <Button
      small
      kind="quiet"
      aria-label={`Refund the payment of ${amountLabel(payment.amount, payment.currency)}`}
      disabledReason={reason}
      onClick={onClick}
    >
      Refund
    </Button>
  );
}

/** Refunds a payment to its card, after showing the effect on the tenant's account. */
export function RefundPayment({ payment, onClose }: { payment: Payment; onClose: () => void }) {
  const change = useChange();
  const { currency, refundable, billedTo } = payment;
  const card = payment.reference === '' ? 'the card' : payment.reference;
  const form = useApiForm({
    schema: RefundCreate,
    values: { amount: refundable, reason: '' },
    send: (body, key) => change(refundPayment, { params: { paymentId: payment.id }, body, key }),
    done: ({ amount }) => {
      toast.success(`Stripe sends it to ${card}.`, `Refund of ${amountLabel(amount, currency)} started`);
      onClose();
    },
  });
  const amount = useWatch({ control: form.form.control, name: 'amount' });
  const isAmount = RefundCreate.shape.amount.safeParse(amount).success && Number(amount) > 0;
  return (
    <FormDialog
      title={`Refund ${billedTo}?`}
      intro={`The money goes back to ${card}. Up to ${amountLabel(refundable, currency)} can be refunded. This can’t be undone.`}
      onClose={onClose}
      of={form}
      label="Refund"
      verb={isAmount ? `Refund ${amountLabel(amount, currency)}` : 'Refund'}
    >
      <TextInput name="amount" label={`Amount in ${currency}`} inputMode="decimal" autoFocus />
      <TextareaInput
        name="reason"
        label="Reason"
        description="The tenant sees it, such as “Charged twice for a number”."
        maxLength={500}
      />
      {isAmount && Number(amount) <= Number(refundable) && <RefundEffect payment={payment} amount={amount} by="card" />}
    </FormDialog>
  );
}

/** Shows the effect of a refund on the tenant's account. */
export function RefundEffect({ payment, amount, by }: { payment: Payment; amount: string; by: 'card' | 'hand' }) {
  const { data, error, refetch } = useQuery({
    ...apiQuery(previewRefund, { params: { paymentId: payment.id }, query: { amount, by } }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  if (error) return <NotLoaded title="Couldn’t load the preview" error={error} again={refetch} />;
  return data ? <EffectText payment={payment} preview={data} /> : null;
}

function EffectText({ payment: { currency, billedTo }, preview }: { payment: Payment; preview: RefundPreview }) {
  const { fromCredit, reopened, invoices } = preview;
  const label = (decimal: string) => amountLabel(decimal, currency);
  const credit = Number(fromCredit) > 0 ? `${label(fromCredit)} is taken off the credit of ${billedTo}.` : '';
  if (Number(reopened) === 0)
    return <Notice title="No invoice is open again">{credit} Nothing is owed because of this refund.</Notice>;
  const isOverdue = invoices.some((invoice) => invoice.isOverdue);
  return (
    <Notice tone="warning" title={`${billedTo} will owe ${label(reopened)} again`}>
      {invoices.map(({ invoiceId, invoiceNumber, amount, dueOn }) => (
        <p key={invoiceId}>
          {invoiceNumber}: {label(amount)} left to pay, due {dayLabel(dueOn)}
        </p>
      ))}
      <p>
        {credit}{' '}
        {isOverdue && `It is overdue at once: reminders go out, and ${billedTo} can be suspended as past due. `}
        If {billedTo} shouldn’t owe this, issue a credit note first: the refund then uses its credit.
      </p>
    </Notice>
  );
}

import { useWatch } from 'react-hook-form';
import type { Payment } from '../../../src/payments/contract.ts';
import { RefundCreate } from '../../../src/refunds/contract.ts';
import { refundPayment } from '../../../src/refunds/endpoints.ts';
import { TextareaInput, TextInput, useApiForm } from '../../kit/forms/form.tsx';
import { FormDialog } from '../../kit/forms/FormDialog.tsx';
import { amountLabel } from '../../kit/inputs/money/amount.ts';
import { useChange } from '../../kit/session/changes.ts';
import { usePermissionReason } from '../../kit/session/session.ts';
import { Button } from '../../ui/Button.tsx';
import { toast } from '../../ui/toast.tsx';
import { refundPreviewQuery } from './queries.ts';
import { RefundEffect } from './RefundEffect.tsx';

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
      {isAmount && Number(amount) <= Number(refundable) && (
        <RefundEffect
          query={refundPreviewQuery(payment.id, amount, 'card')}
          currency={currency}
          payer={billedTo}
          suspends
        />
      )}
    </FormDialog>
  );
}

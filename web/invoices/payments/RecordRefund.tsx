import type { ReactNode } from 'react';
import { useWatch } from 'react-hook-form';
import type { z } from 'zod';
import { RefundRecord } from '../../../src/payments/contract.ts';
import { formSchema } from '../../kit/forms/form-schema.ts';
import { TextareaInput, useApiForm } from '../../kit/forms/form.tsx';
import { FormDialog } from '../../kit/forms/FormDialog.tsx';
import { amountLabel } from '../../kit/inputs/money/amount.ts';
import { Button } from '../../ui/Button.tsx';
import { toast } from '../../ui/toast.tsx';
import { type AnyPayment, PaymentInputs } from './payment-pieces.tsx';

type ButtonProps = { payment: AnyPayment; disabledReason?: string | null; onClick: () => void };

export function RecordRefundButton({ payment, disabledReason = null, onClick }: ButtonProps) {
  return (
    <Button
      small
      kind="quiet"
      aria-label={`Record a refund of the payment of ${amountLabel(payment.amount, payment.currency)}`}
      disabledReason={disabledReason}
      onClick={onClick}
    >
      Record refund
    </Button>
  );
}

type Typed = { amount: string; paidOn: string; method: string | null; reference: string; reason: string };

type Props = {
  payment: AnyPayment;
  /** the most that can be refunded */
  left: string;
  today: string;
  /** Who gets the refund and sees the reason. */
  reader: 'tenant' | 'partner';
  send: (body: z.output<typeof RefundRecord>, key: string) => Promise<{ amount: string }>;
  /** Shows the effect of a possible amount. */
  renderEffect: (amount: string) => ReactNode;
  onClose: () => void;
};

/** Records a refund made by hand. */
export function RecordRefund({ payment, left, today, reader, send, renderEffect, onClose }: Props) {
  const { currency } = payment;
  const form = useApiForm({
    schema: formSchema(RefundRecord, (typed: Typed) => typed),
    values: { amount: left, paidOn: today, method: 'bank_transfer', reference: '', reason: '' },
    send,
    done: ({ amount }) => {
      toast.success('', `Refund of ${amountLabel(amount, currency)} recorded`);
      onClose();
    },
    fieldOfCode: { refund_too_high: 'amount' },
  });
  const amount = useWatch({ control: form.form.control, name: 'amount' });
  const canGoBack =
    RefundRecord.shape.amount.safeParse(amount).success && Number(amount) > 0 && Number(amount) <= Number(left);
  return (
    <FormDialog
      title={`Record a refund of the payment of ${amountLabel(payment.amount, currency)}`}
      intro={`For money that you have paid back yourself. Up to ${amountLabel(left, currency)} can go back. It’s taken off the ${reader}’s credit first; what credit doesn’t cover is owed again. A refund can’t be changed later, but it can be reversed.`}
      onClose={onClose}
      of={form}
      label="Refund"
      verb="Record refund"
    >
      <PaymentInputs currency={currency} reader={reader} day="Paid back on" />
      <TextareaInput
        name="reason"
        label="Reason"
        description={`The ${reader} sees it, such as “Charged twice for a number”.`}
        maxLength={500}
      />
      {canGoBack && renderEffect(amount)}
    </FormDialog>
  );
}

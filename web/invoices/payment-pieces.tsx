import type { z } from 'zod';
import { PAYMENT_METHODS, PaymentReverse, type TenantPayment } from '../../src/payments/contract.ts';
import { isSlowRefund } from '../../src/payments/rules.ts';
import { amountLabel } from '../kit/inputs/amount.ts';
import { SelectInput, TextareaInput, TextInput, useApiForm } from '../kit/forms/form.tsx';
import { FormDialog } from '../kit/forms/FormDialog.tsx';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import { FieldRow } from '../ui/fields.tsx';
import { Muted } from '../ui/layout.tsx';
import { dayLabel } from '../ui/time-labels.ts';
import { toast } from '../ui/toast.tsx';
import { METHOD_LABELS, REFUND_LABELS, slowText, unclearText } from './payment-labels.ts';

// The common parts of tenants' and partners' payments.

export type AnyPayment = Pick<TenantPayment, 'id' | 'paidOn' | 'amount' | 'currency' | 'method' | 'reference'> & {
  reversal: { reason: string } | null;
};

/** A payment in one line. `part`: how much of it was for the invoice that it is shown with, if not all. */
export function PaymentText({ payment, part }: { payment: AnyPayment; part?: string | undefined }) {
  const { paidOn, method, reference, amount, currency, reversal } = payment;
  return (
    <>
      {dayLabel(paidOn)}: {amountLabel(amount, currency)}, {METHOD_LABELS[method]}{' '}
      {reference !== '' && <Muted>{reference}</Muted>}{' '}
      {part !== undefined && <Muted>({amountLabel(part, currency)} of it for this invoice)</Muted>}{' '}
      {reversal && (
        <>
          <Badge tone="grey">Reversed</Badge> <Muted>{reversal.reason}</Muted>
        </>
      )}
    </>
  );
}

/** The refunds of a payment, one line each. `forPartner`: with what the partner has to do. */
export function RefundLines({ payment, forPartner = false }: { payment: TenantPayment; forPartner?: boolean }) {
  return payment.refunds.map(({ id, amount, method, reference, reason, state, failure, createdAt }) => (
    <div key={id}>
      Refund of {amountLabel(amount, payment.currency)}, {METHOD_LABELS[method]}{' '}
      {reference !== '' && <Muted>{reference}</Muted>}{' '}
      <Badge tone={REFUND_LABELS[state].tone}>{REFUND_LABELS[state].text}</Badge> <Muted>{reason}</Muted>
      {forPartner && state === 'unclear' && <p>{unclearText(failure)}</p>}
      {forPartner && isSlowRefund({ state, createdAt }, Date.now()) && <p>{slowText(createdAt)}</p>}
    </div>
  ));
}

type ReverseButtonProps = { payment: AnyPayment; disabledReason?: string | null; onClick: () => void };

export function ReverseButton({ payment: { amount, currency }, disabledReason = null, onClick }: ReverseButtonProps) {
  return (
    <Button
      small
      kind="quiet"
      aria-label={`Reverse the payment of ${amountLabel(amount, currency)}`}
      disabledReason={disabledReason}
      onClick={onClick}
    >
      Reverse
    </Button>
  );
}

type ReverseProps = {
  payment: AnyPayment;
  intro: string;
  /** Says who sees the reason. */
  description: string;
  send: (body: z.output<typeof PaymentReverse>, key: string) => Promise<unknown>;
  onClose: () => void;
};

export function ReversePayment({ payment, intro, description, send, onClose }: ReverseProps) {
  const amount = amountLabel(payment.amount, payment.currency);
  const form = useApiForm({
    schema: PaymentReverse,
    values: { reason: '' },
    send,
    done: () => {
      toast.success('What it paid is due again.', `${amount} reversed`);
      onClose();
    },
  });
  return (
    <FormDialog
      title={`Reverse the payment of ${amount}?`}
      intro={intro}
      size="small"
      onClose={onClose}
      of={form}
      label="Reversal"
      verb="Reverse payment"
    >
      <TextareaInput name="reason" label="Reason" description={description} maxLength={500} />
    </FormDialog>
  );
}

const METHODS = PAYMENT_METHODS.map((value) => ({ value, label: METHOD_LABELS[value] }));

type InputsProps = { currency: string; reader: 'tenant' | 'partner'; day?: string };

/** Amount, day and method of a payment or refund. `reader`: who else sees the reference. */
export function PaymentInputs({ currency, reader, day = 'Received on' }: InputsProps) {
  return (
    <>
      <FieldRow>
        <TextInput name="amount" label={`Amount in ${currency}`} inputMode="decimal" autoFocus />
        <TextInput name="paidOn" label={day} type="date" />
      </FieldRow>
      <SelectInput name="method" label="Method" options={METHODS} />
      <TextInput
        name="reference"
        label="Reference"
        description={`Optional. The ${reader} sees it, such as a check number.`}
        maxLength={100}
      />
    </>
  );
}

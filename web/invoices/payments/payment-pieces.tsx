import type { ReactNode } from 'react';
import type { z } from 'zod';
import { PAYMENT_METHODS, PaymentReverse, type Refund, type TenantPayment } from '../../../src/payments/contract.ts';
import { isSlowRefund } from '../../../src/payments/rules.ts';
import { CheckInput, SelectInput, TextareaInput, TextInput, useApiForm } from '../../kit/forms/form.tsx';
import { FormDialog } from '../../kit/forms/FormDialog.tsx';
import { amountLabel } from '../../kit/inputs/money/amount.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { FieldRow } from '../../ui/fields.tsx';
import { Muted } from '../../ui/layout.tsx';
import { dayLabel } from '../../ui/time-labels.ts';
import { toast } from '../../ui/toast.tsx';
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

type RefundLinesProps = {
  payment: TenantPayment;
  /** For the partner: with what it has to do about a refund, and what can be done about it. */
  renderAction?: (refund: Refund) => ReactNode;
};

/** The refunds of a payment, a line each. */
export function RefundLines({ payment, renderAction }: RefundLinesProps) {
  return payment.refunds.map((refund) => {
    const { id, amount, method, reference, reason, state, failure, reversal, createdAt } = refund;
    return (
      <div key={id}>
        Refund of {amountLabel(amount, payment.currency)}, {METHOD_LABELS[method]}{' '}
        {reference !== '' && <Muted>{reference}</Muted>}{' '}
        <Badge tone={REFUND_LABELS[state].tone}>{REFUND_LABELS[state].text}</Badge>{' '}
        <Muted>{reversal?.reason ?? reason}</Muted>
        {renderAction && state === 'unclear' && <p>{unclearText(failure)}</p>}
        {renderAction && isSlowRefund({ state, createdAt }, Date.now()) && <p>{slowText(createdAt)}</p>}
        {renderAction?.(refund)}
      </div>
    );
  });
}

/** What can be reversed. */
type Reversible = { what: 'payment' | 'refund'; amount: string; currency: string };
type ReverseButtonProps = Reversible & { disabledReason?: string | null; onClick: () => void };

export function ReverseButton({ what, amount, currency, disabledReason = null, onClick }: ReverseButtonProps) {
  return (
    <Button
      small
      kind="quiet"
      aria-label={`Reverse the ${what} of ${amountLabel(amount, currency)}`}
      disabledReason={disabledReason}
      onClick={onClick}
    >
      Reverse
    </Button>
  );
}

const REVERSED = { payment: 'What it paid is due again.', refund: 'It’s credit again, and pays what is open.' };

type ReverseProps = Reversible & {
  intro: string;
  /** Says who sees the reason. */
  description: string;
  send: (body: z.output<typeof PaymentReverse>, key: string) => Promise<unknown>;
  onClose: () => void;
};

/** Reverses a payment, or a refund by hand. */
export function ReverseDialog({ what, amount: decimal, currency, intro, description, send, onClose }: ReverseProps) {
  const amount = amountLabel(decimal, currency);
  const form = useApiForm({
    schema: PaymentReverse,
    values: { reason: '' },
    send,
    done: () => {
      toast.success(REVERSED[what], `${what === 'payment' ? 'Payment' : 'Refund'} of ${amount} reversed`);
      onClose();
    },
  });
  return (
    <FormDialog
      title={`Reverse the ${what} of ${amount}?`}
      intro={intro}
      size="small"
      onClose={onClose}
      of={form}
      label="Reversal"
      verb={`Reverse ${what}`}
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

/** What is left to pay of an invoice. */
type Due = { due: string; currency: string };
const isPaid = ({ due }: Due): boolean => Number(due) === 0;

/** What a payment of an invoice starts from. Nothing is left of a paid one, so all of what comes in is kept. */
export const startOf = (invoice: Due): { amount: string; keepRest: boolean } => ({
  amount: isPaid(invoice) ? '' : invoice.due,
  keepRest: isPaid(invoice),
});

export function introOf(invoice: Due): string {
  const left = isPaid(invoice)
    ? 'This invoice is fully paid. What you record pays other open invoices, the oldest first, and the rest becomes credit.'
    : `${amountLabel(invoice.due, invoice.currency)} is left to pay.`;
  return `${left} A payment can’t be changed later, but it can be reversed.`;
}

export function KeepOverpayment({ invoice }: { invoice: Due }) {
  if (isPaid(invoice)) return null;
  return (
    <CheckInput
      name="keepRest"
      label="Keep the rest as credit"
      description={`If it’s more than ${amountLabel(invoice.due, invoice.currency)}, the rest pays other open invoices and then becomes credit.`}
    />
  );
}

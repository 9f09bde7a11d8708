import type { z } from 'zod';
import type { InvoiceDetail } from '../../../src/invoices/contract.ts';
import { PaymentCreate } from '../../../src/payments/contract.ts';
import { recordPayment } from '../../../src/payments/endpoints.ts';
import { formSchema } from '../../kit/forms/form-schema.ts';
import { TextareaInput, useApiForm } from '../../kit/forms/form.tsx';
import { FormDialog } from '../../kit/forms/FormDialog.tsx';
import { amountLabel } from '../../kit/inputs/money/amount.ts';
import { LoadedDialog } from '../../kit/pages/LoadedDialog.tsx';
import { useChange } from '../../kit/session/changes.ts';
import { toast } from '../../ui/toast.tsx';
import { introOf, KeepOverpayment, PaymentInputs, startOf } from './payment-pieces.tsx';
import { partnerTodayQuery } from './queries.ts';

type Typed = {
  amount: string;
  paidOn: string;
  method: string | null;
  reference: string;
  note: string;
  keepRest: boolean;
};

const toCreate = ({ keepRest, ...typed }: Typed): z.input<typeof PaymentCreate> | object => ({
  ...typed,
  overpayment: keepRest ? 'keep' : 'refuse',
});

type Props = { invoice: InvoiceDetail; onClose: () => void };

/** Records a payment received for an invoice. */
export function RecordPayment(props: Props) {
  return (
    <LoadedDialog query={partnerTodayQuery} onClose={props.onClose}>
      {(today) => <PaymentDialog {...props} today={today} />}
    </LoadedDialog>
  );
}

function PaymentDialog({ invoice, today, onClose }: Props & { today: string }) {
  const change = useChange();
  const form = useApiForm({
    schema: formSchema(PaymentCreate, toCreate),
    values: {
      ...startOf(invoice),
      paidOn: today,
      method: 'bank_transfer',
      reference: '',
      note: '',
    },
    send: (body, key) => change(recordPayment, { params: { invoiceId: invoice.id }, body, key }),
    done: ({ amount, currency, toCredit }) => {
      const rest = Number(toCredit) > 0 ? `${amountLabel(toCredit, currency)} became credit.` : '';
      toast.success(rest, `${amountLabel(amount, currency)} recorded`);
      onClose();
    },
  });
  return (
    <FormDialog
      title={`Record a payment for ${invoice.number}`}
      intro={introOf(invoice)}
      onClose={onClose}
      of={form}
      label="Payment"
      verb="Record payment"
    >
      <PaymentInputs currency={invoice.currency} reader="tenant" />
      <TextareaInput name="note" label="Note" description="Optional. Only your team sees it." maxLength={500} />
      <KeepOverpayment invoice={invoice} />
    </FormDialog>
  );
}

import { z } from 'zod';
import { type CreditNote, CreditNoteCreate, type InvoiceDetail } from '../../src/invoices/contract.ts';
import { formSchema } from '../kit/forms/form-schema.ts';
import { TextareaInput, TextInput, useApiForm } from '../kit/forms/form.tsx';
import { FormDialog } from '../kit/forms/FormDialog.tsx';
import { amountLabel } from '../kit/inputs/money/amount.ts';
import { useMailed } from '../kit/session/mailed.ts';
import { toast } from '../ui/toast.tsx';

type Typed = { reason: string; lines: { line: number; amount: string }[] };

/** Blank amounts credit nothing. If all are blank, the rest of the invoice is credited. */
const toCreate = ({ reason, lines }: Typed): z.input<typeof CreditNoteCreate> => {
  const some = lines
    .filter(({ amount }) => amount.trim() !== '')
    .map(({ line, amount }) => ({ line, amount: amount.trim() }));
  return { reason, lines: some.length === 0 ? null : some };
};

type Props = {
  invoice: Pick<InvoiceDetail, 'number' | 'currency' | 'credited' | 'lines' | 'billedEmail'>;
  /** Who gets the mail. */
  reader: 'tenant' | 'partner';
  send: (body: CreditNoteCreate, key: string) => Promise<Pick<CreditNote, 'number' | 'total' | 'currency'>>;
  onClose: () => void;
};

/** Credits lines of an invoice, or all of it. */
export function CreditDialog({ invoice, reader, send, onClose }: Props) {
  const mailed = useMailed();
  const sending =
    invoice.billedEmail === ''
      ? `The ${reader} has no billing email, so pass it on yourself.`
      : mailed(`It’s mailed to the ${reader}.`, 'This server has no mail server, so pass it on yourself.');
  const form = useApiForm({
    schema: formSchema(CreditNoteCreate, toCreate),
    values: { reason: '', lines: invoice.lines.map((_, line) => ({ line, amount: '' })) },
    send,
    done: ({ number, total, currency }) => {
      toast.success(`${amountLabel(total, currency)} with taxes. ${sending}`, `${number} issued`);
      onClose();
    },
  });
  const less = Number(invoice.credited) > 0 ? ', less earlier credit notes' : '';
  return (
    <FormDialog
      title={`Credit ${invoice.number}`}
      intro="Enter how much to credit on each line, before taxes. Leave all blank to credit everything that’s left. A credit note can’t be undone."
      onClose={onClose}
      of={form}
      label="Credit note"
      verb="Issue credit note"
    >
      {invoice.lines.map(({ description, amount }, at) =>
        Number(amount) > 0 ? (
          <TextInput
            key={`${at} ${description}`}
            name={`lines.${at}.amount`}
            label={description}
            description={`Up to ${amountLabel(amount, invoice.currency)}${less}`}
          />
        ) : null,
      )}
      <TextareaInput name="reason" label="Reason" description="It’s printed on the credit note." maxLength={500} />
    </FormDialog>
  );
}

import { z } from 'zod';
import { typedAmount } from '../invoices/contract.ts';
import { paymentErrors } from '../payments/contract.ts';
import type { ErrorTable } from '../platform/http/errors.ts';
import { flag, idOf, text } from '../platform/values/fields.ts';
import { freeText } from '../platform/values/values.ts';

export const refundErrors = {
  not_refundable: {
    status: 409,
    description:
      'The payment wasn’t made by card through this service, or its tenant’s data has been deleted. Refund it where it was received, and reverse the payment.',
  },
  payment_disputed: {
    status: 409,
    description: 'The cardholder’s bank disputes the payment, or has reclaimed the money. Respond at Stripe.',
  },
  refund_too_high: paymentErrors.refund_too_high,
} as const satisfies ErrorTable;

const typed = () =>
  typedAmount(/^\d{1,10}(\.\d{1,4})?$/, 'Enter an amount such as 20.00.').meta({
    description: 'The amount to refund, in the payment’s currency.',
    examples: ['20.00'],
  });

export const RefundCreate = z
  .strictObject({
    amount: typed(),
    reason: freeText(500, 'Enter the reason.').meta({
      description: 'The reason. The tenant sees it on its statement.',
      examples: ['Charged twice for a number'],
    }),
  })
  .meta({ id: 'RefundCreate', description: 'What goes back to the card of a payment, and why.' });
export type RefundCreate = z.output<typeof RefundCreate>;

export const RefundPreviewQuery = z.object({
  amount: typed(),
  by: z
    .enum(['card', 'hand'])
    .default('card')
    .meta({ description: '`hand`: as if it had been paid back by hand.', examples: ['card'] }),
});

const amount = (description: string, example: string) => text(`${description} In the payment’s currency.`, example);

export const RefundPreview = z
  .object({
    fromCredit: amount('The part that the tenant’s credit covers, such as that of a credit note.', '0.00'),
    reopened: amount('What the tenant owes again.', '20.00'),
    invoices: z
      .array(
        z.object({
          invoiceId: idOf('invoice'),
          invoiceNumber: text('The number of the refunded invoice.', 'INV-00042'),
          amount: amount('What is left to pay of it after the refund.', '20.00'),
          dueOn: z.iso.date().meta({ description: 'The last day for its payment.', examples: ['2026-11-15'] }),
          isOverdue: flag('Whether that day has passed, so that it is overdue at once.'),
        }),
      )
      .meta({
        description:
          'Invoices that would be open again, or for more. To a tenant: those that the payment paid. Others that credit from the payment has paid since aren’t listed.',
      }),
  })
  .meta({ id: 'RefundPreview', description: 'What a refund would do to the account of who paid. Nothing is changed.' });
export type RefundPreview = z.infer<typeof RefundPreview>;

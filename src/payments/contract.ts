import { z } from 'zod';
import { typedAmount } from '../invoices/contract.ts';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { createdAt, flag, idOf, text, time } from '../platform/values/fields.ts';
import { freeText, optionalLabel } from '../platform/values/values.ts';

export const paymentErrors = {
  payment_too_high: {
    status: 409,
    description: 'The amount is more than what is left to pay. Send `overpayment: "keep"` to keep the rest as credit.',
  },
  already_reversed: { status: 409, description: 'The payment or this refund has already been reversed.' },
  already_refunded: {
    status: 409,
    description: 'All of the payment has been refunded, so nothing is left to reverse.',
  },
  refund_too_high: {
    status: 409,
    description: 'The amount is more than what was paid, less what has been or is being refunded.',
  },
  refund_not_by_hand: {
    status: 409,
    description:
      'The refund went to a card, so it can’t be reversed here. Only refunds that were recorded by hand can be reversed.',
  },
} as const satisfies ErrorTable;

/** How money arrived. */
export const PAYMENT_METHODS = ['bank_transfer', 'card', 'check', 'cash', 'direct_debit', 'other'] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

const method = (description = 'How it was paid.') =>
  z.enum(PAYMENT_METHODS, 'Choose how it was paid.').meta({ description, examples: ['check'] });
const day = (description: string) => z.iso.date('Enter a date.').meta({ description, examples: ['2026-11-12'] });
const amount = (description: string, example = '128.40') => text(`${description} In the payment’s currency.`, example);

export const REFUND_STATES = ['asked', 'pending', 'succeeded', 'failed', 'unclear', 'reversed'] as const;
export type RefundState = (typeof REFUND_STATES)[number];

export const Refund = z
  .object({
    id: idOf('refund'),
    amount: amount('The amount to refund.', '20.00'),
    method: method('How it goes back. `card` through Stripe, unless the payment wasn’t made by card here.'),
    reference: text('What the bank calls it. May be empty.', 'Wire 7714'),
    reason: text('The reason. The tenant sees it on its statement.', 'Charged twice for a number'),
    state: z.enum(REFUND_STATES).meta({
      description:
        '`asked`: Stripe is being asked. `pending`: Stripe is working on it. `succeeded`: the money is on its way, and the books show it. `failed`: no money went back, or it came back; money that came back is credit of the tenant. `unclear`: Stripe can’t be asked any more, so look there whether the money went back; it still counts against what can be refunded. `reversed`: it was recorded by hand and then reversed, or a lost dispute had taken it and was won on appeal; its money became credit of the tenant.',
      examples: ['succeeded'],
    }),
    failure: text('Why it failed or is unclear, as a code.', 'expired_or_canceled_card').nullable(),
    byHand: flag('Whether it was recorded by hand, and so can be reversed.'),
    reversal: z
      .object({
        at: time('When the reversal was recorded.'),
        reason: text('The reason that was entered for the reversal.', 'Recorded on the wrong payment'),
      })
      .nullable()
      .meta({ description: 'Null unless it was reversed.', examples: [null] }),
    createdAt: createdAt(),
  })
  .meta({ id: 'Refund', description: 'Money of a payment that goes back, to its card or by hand.' });
export type Refund = z.infer<typeof Refund>;

const tenantFields = {
  id: idOf('payment'),
  tenantId: idOf('tenant that paid'),
  billedTo: text('The tenant’s name on the invoice.', 'Bakery'),
  invoiceId: idOf('invoice'),
  invoiceNumber: text('The number of the invoice that it was recorded on.', 'INV-00042'),
  currency: text('The currency of its amounts, by ISO 4217.', 'USD'),
  amount: amount('What was paid.'),
  shares: z
    .array(
      z.object({
        invoiceId: idOf('invoice'),
        invoiceNumber: text('The number of the paid invoice.', 'INV-00042'),
        amount: amount('The part of the payment that paid this invoice.'),
      }),
    )
    .meta({ description: 'The invoices that it paid. The rest paid other open invoices, the oldest first.' }),
  toCredit: amount('The rest, which became credit of the tenant.', '0.00'),
  paidOn: day('The day on which it was received.'),
  method: method(),
  reference: text('What the bank or the payer calls it. May be empty.', 'Check 1042'),
  reversal: z
    .object({
      at: time('When it was reversed.'),
      amount: amount('The reversed amount: the payment, less what had been refunded.'),
      reason: text('The reason that was entered for the reversal.', 'The check was returned'),
    })
    .nullable()
    .meta({ description: 'Null unless the payment was reversed: it then pays nothing any more.', examples: [null] }),
  refunded: amount(
    'What has been refunded, to the card or by hand, or taken by a lost dispute about a part of the payment.',
    '0.00',
  ),
  refunds: z.array(Refund).meta({
    description: 'Its refunds, the oldest first. What a lost dispute took of a part of the payment is one, too.',
  }),
  createdAt: createdAt(),
};

export const TenantPayment = z
  .object(tenantFields)
  .meta({ id: 'TenantPayment', description: 'A payment, as the tenant that paid sees it.' });
export type TenantPayment = z.infer<typeof TenantPayment>;
export const TenantPaymentList = listOf(TenantPayment);

export const Payment = z
  .object({
    ...tenantFields,
    note: text('The partner’s own note. May be empty.', 'Called Maria about it'),
    refundable: amount(
      'What can still go back to its card. 0 if it wasn’t paid by card here, has been reversed, or is disputed.',
      '0.00',
    ),
    refundableByHand: amount(
      'The part of it that can be recorded as refunded by hand. 0 if it has been reversed or is disputed.',
      '128.40',
    ),
  })
  .meta({ id: 'Payment', description: 'Money that was received for an invoice.' });
export type Payment = z.infer<typeof Payment>;
export const PaymentList = listOf(Payment);

const ofInvoice = {
  invoiceId: z.uuid().optional().meta({ description: 'Only payments of which this invoice was paid.' }),
};
const filters = { ...ofInvoice, tenantId: z.uuid().optional().meta({ description: 'Only payments of this tenant.' }) };
export const PaymentQuery = listQuery(['createdAt'], '-createdAt').extend(filters);
export const TenantPaymentQuery = listQuery(['createdAt'], '-createdAt').extend(ofInvoice);
export const PaymentExportQuery = z.object(filters);

/** The columns of the export. */
export const PAYMENT_COLUMNS = [
  'paidOn',
  'billedTo',
  'tenantId',
  'invoiceNumber',
  'currency',
  'amount',
  'toCredit',
  'method',
  'reference',
  'note',
  'reversedAt',
  'reversalReason',
  'createdAt',
  'refunded',
] as const;

/** Used for payments and for refunds by hand. */
const reference = () =>
  optionalLabel(100)
    .default('')
    .meta({ description: 'What the bank or the payer calls it.', examples: ['Check 1042'] });

export const PaymentCreate = z
  .strictObject({
    amount: typedAmount(/^\d{1,10}(\.\d{1,4})?$/, 'Enter an amount such as 128.40.').meta({
      description: 'What was paid, in the invoice’s currency.',
      examples: ['128.40'],
    }),
    paidOn: day('The day on which it was received, by the partner’s calendar. Not in the future.'),
    method: method(),
    reference: reference(),
    note: freeText(500)
      .default('')
      .meta({
        description: 'A note for the partner’s own people. The tenant doesn’t see it.',
        examples: ['Called Maria about it'],
      }),
    overpayment: z
      .enum(['refuse', 'keep'])
      .default('refuse')
      .meta({
        description:
          'What to do if more was paid than is left of the invoice. `keep`: the rest pays the tenant’s other open invoices, the oldest first, and becomes credit after that.',
        examples: ['refuse'],
      }),
  })
  .meta({ id: 'PaymentCreate', description: 'A payment that was received.' });
export type PaymentCreate = z.output<typeof PaymentCreate>;

export const RefundRecord = z
  .strictObject({
    amount: typedAmount(/^\d{1,10}(\.\d{1,4})?$/, 'Enter an amount such as 20.00.').meta({
      description: 'The amount that was refunded, in the payment’s currency.',
      examples: ['20.00'],
    }),
    paidOn: day('The day on which it was paid back. Not in the future.'),
    method: method('How it was paid back.'),
    reference: reference(),
    reason: freeText(500, 'Enter the reason.').meta({
      description: 'The reason. Who paid sees it on the statement.',
      examples: ['Charged twice for a number'],
    }),
  })
  .meta({ id: 'RefundRecord', description: 'Money that was paid back by hand, and why.' });
export type RefundRecord = z.output<typeof RefundRecord>;

export const PaymentReverse = z
  .strictObject({
    reason: freeText(500, 'Enter the reason.').meta({
      description: 'The reason, which the tenant sees on its statement.',
      examples: ['The check was returned'],
    }),
  })
  .meta({ id: 'PaymentReverse', description: 'Why a payment is reversed.' });

export const RefundReverse = z
  .strictObject({
    reason: freeText(500, 'Enter the reason.').meta({
      description: 'The reason, which the payer sees on the statement.',
      examples: ['Recorded on the wrong payment'],
    }),
  })
  .meta({ id: 'RefundReverse', description: 'Why a refund is reversed.' });
export type RefundReverse = z.output<typeof RefundReverse>;

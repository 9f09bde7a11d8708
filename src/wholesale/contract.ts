import { z } from 'zod';
import { BillingTerms } from '../billing/contract.ts';
import { taxesOnLines } from '../billing/profiles/taxes-contract.ts';
import {
  CreditNote,
  DocumentLine,
  DocumentTax,
  INVOICE_STATUSES,
  invoiceErrors,
  typedAmount,
} from '../invoices/contract.ts';
import { exemptionFields, exemptionPutFields, inOrder, OUT_OF_ORDER } from '../invoices/exemptions/contract.ts';
import { InvoiceSettings, InvoiceSettingsPut } from '../invoices/settings/contract.ts';
import { PAYMENT_METHODS, PaymentCreate, paymentErrors, PaymentReverse } from '../payments/contract.ts';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { createdAt, flag, idOf, ignored, readOnly, text, time, version } from '../platform/values/fields.ts';
import { currencyCode, email, wholeNumber } from '../platform/values/values.ts';
import { TAXABLE_KINDS } from './invoicing/lines-contract.ts';

export const wholesaleBillErrors = {
  payment_too_high: paymentErrors.payment_too_high,
  credit_too_high: invoiceErrors.credit_too_high,
  already_reversed: paymentErrors.already_reversed,
  already_refunded: paymentErrors.already_refunded,
  refund_too_high: paymentErrors.refund_too_high,
} as const satisfies ErrorTable;

const fee = (description: string) =>
  typedAmount(/^\d{1,11}(\.\d{1,4})?$/, 'Enter an amount such as 2.50.').meta({
    description: `${description} In the currency of the terms.`,
    examples: ['2.50'],
  });

const terms = {
  currency: currencyCode(),
  tenantFee: fee('The fee of a month for each tenant that isn’t cancelled.'),
  extensionFee: fee('The fee of a month for each extension.'),
  numberFee: fee('The fee of a month for each number that a tenant has.'),
  billingDay: wholeNumber(1, 31).meta({ description: 'The day on which a cycle begins, by UTC.', examples: [1] }),
  paymentTermsDays: wholeNumber(0, 365).meta({
    description: 'How many days after its issue an invoice is due.',
    examples: [14],
  }),
  billingEmail: email().meta({
    description: 'Where invoices are mailed to.',
    examples: ['accounts@northwind.example'],
  }),
};

const taxes = () =>
  taxesOnLines(TAXABLE_KINDS, {
    id: 'WholesaleTax',
    description: 'A tax, levy or fee on the operator’s invoices to a partner.',
  });
const reminderDays = () =>
  BillingTerms.shape.reminderDays.meta({
    description:
      'Reminders, in days after an invoice was due, by UTC: 0 is the day itself. Each is mailed once to the billing address. A change applies at once, also to invoices that have been issued.',
    examples: [[1, 7, 14]],
  });
const exemption = {
  description:
    'Why the partner pays no taxes. It applies if it is valid on the last day of a cycle, even the current one, and the invoice names it.',
};

export const WholesaleTerms = z
  .object({
    ...terms,
    taxes: taxes(),
    reminderDays: reminderDays(),
    taxExemption: z.object(exemptionFields).meta(exemption),
    billingEmail: text('Where invoices are mailed to. Empty: nothing was agreed.', 'accounts@northwind.example'),
    heldFrom: z.iso
      .date()
      .nullable()
      .meta({
        description: 'The first day of the next cycle, from which a change applies. Null: nothing is billed yet.',
        examples: ['2026-12-01'],
      }),
    version: version(),
  })
  .meta({ id: 'WholesaleTerms', description: 'What the operator charges a partner besides its calls.' });
export type WholesaleTerms = z.infer<typeof WholesaleTerms>;
export const WholesaleTermsPut = z
  .strictObject({
    ...terms,
    taxes: taxes().optional(),
    reminderDays: reminderDays().optional(),
    taxExemption: z.strictObject(exemptionPutFields).refine(inOrder, OUT_OF_ORDER).meta(exemption).optional(),
    heldFrom: readOnly(),
    version: ignored(),
  })
  .meta({
    id: 'WholesaleTermsPut',
    description: 'What a partner is charged from its next cycle on. Fields that are left out stay unchanged.',
  });

/** The operator's dates are in UTC. */
export const WholesaleSettings = InvoiceSettings.omit({ timezone: true, booksYears: true }).meta({
  id: 'WholesaleSettings',
  description: 'What the operator’s invoices to partners say about the operator.',
});
export type WholesaleSettings = z.infer<typeof WholesaleSettings>;
export const WholesaleSettingsPut = InvoiceSettingsPut.omit({ timezone: true, booksYears: true })
  .strict()
  .meta({ id: 'WholesaleSettingsPut', description: 'What the operator’s invoices say about it from now on.' });

const amount = (description: string, example = '128.40') => text(`${description} In the invoice’s currency.`, example);
const day = (description: string, example: string) => z.iso.date().meta({ description, examples: [example] });

export const WholesaleInvoice = z
  .object({
    id: idOf('invoice'),
    partnerId: idOf('partner that it bills'),
    number: text('The number. The operator’s invoices have all numbers, without gaps.', 'WS-00042'),
    billedTo: text('The partner’s name when it was issued.', 'Northwind Voice'),
    firstDay: day('The first day that it bills, by UTC.', '2026-10-01'),
    lastDay: day('The last day that it bills.', '2026-10-31'),
    issuedOn: day('The day of issue, by UTC.', '2026-11-01'),
    dueOn: day('The last day for the payment, by UTC.', '2026-11-15'),
    currency: text('The currency of all amounts, by ISO 4217.', 'USD'),
    net: amount('The sum of the lines.', '118.00'),
    tax: amount('The sum of the taxes.', '10.40'),
    total: amount('What it comes to.'),
    credited: amount('What credit notes took back.', '0.00'),
    paid: amount('What has been paid.', '0.00'),
    due: amount('What is left to pay.'),
    status: z.enum(INVOICE_STATUSES).meta({
      description: '`open`: something is left to pay. `void`: credit notes took all of it back.',
      examples: ['open'],
    }),
    isOverdue: flag('Whether its due day has passed and something is left to pay.'),
  })
  .meta({ id: 'WholesaleInvoice', description: 'What the operator charges a partner for a cycle.' });
export type WholesaleInvoice = z.infer<typeof WholesaleInvoice>;
export const WholesaleInvoiceList = listOf(WholesaleInvoice);
export const WholesaleInvoiceQuery = listQuery(['number'], '-number');

export const WholesaleRefund = z
  .object({
    id: idOf('refund'),
    paymentId: idOf('payment'),
    currency: text('The currency, by ISO 4217.', 'USD'),
    amount: amount('The amount that was refunded.', '20.00'),
    paidOn: day('The day on which it was paid back.', '2026-11-20'),
    method: z.enum(PAYMENT_METHODS).meta({ description: 'How it was paid back.', examples: ['bank_transfer'] }),
    reference: text('What the bank calls it. May be empty.', 'Wire 7714'),
    reason: text('The reason. The partner sees it on its statement.', 'Counted twice'),
    reversal: z
      .object({
        at: time('When the reversal was recorded.'),
        reason: text('The reason that was entered for the reversal.', 'Recorded on the wrong payment'),
      })
      .nullable()
      .meta({
        description: 'Null unless the refund was reversed: it then takes nothing back any more.',
        examples: [null],
      }),
    createdAt: createdAt(),
  })
  .meta({ id: 'WholesaleRefund', description: 'Money of a partner’s payment that the operator paid back.' });
export type WholesaleRefund = z.infer<typeof WholesaleRefund>;

export const WholesalePayment = z
  .object({
    id: idOf('payment'),
    invoiceId: idOf('invoice'),
    currency: text('The currency, by ISO 4217.', 'USD'),
    amount: amount('What was paid.'),
    paidOn: day('The day on which it was received.', '2026-11-12'),
    method: z.enum(PAYMENT_METHODS).meta({ description: 'How it was paid.', examples: ['bank_transfer'] }),
    reference: text('What the bank or the payer calls it. May be empty.', 'Wire 1042'),
    reversal: z
      .object({
        at: time('When the reversal was recorded.'),
        reason: text('The reason that was entered for the reversal.', 'The check was returned'),
      })
      .nullable()
      .meta({ description: 'Null unless the payment was reversed: it then pays nothing any more.', examples: [null] }),
    refunded: amount('The amount that has been refunded of it.', '0.00'),
    refunds: z.array(WholesaleRefund).meta({ description: 'What has been paid back of it, the oldest first.' }),
    createdAt: createdAt(),
  })
  .meta({ id: 'WholesalePayment', description: 'Money that a partner paid for an invoice of the operator.' });
export type WholesalePayment = z.infer<typeof WholesalePayment>;

export const WholesaleCreditNote = CreditNote.omit({ tenantId: true })
  .extend({
    partnerId: idOf('partner that it credits'),
    number: text('The number. The operator’s credit notes have all numbers, without gaps.', 'WC-00003'),
    billedTo: text('The partner’s name when the invoice was issued.', 'Northwind Voice'),
    invoiceNumber: text('The number of the credited invoice.', 'WS-00042'),
    issuedOn: day('The day of issue, by UTC.', '2026-11-12'),
  })
  .meta({ id: 'WholesaleCreditNote', description: 'What the operator credited of an invoice to a partner.' });
export type WholesaleCreditNote = z.infer<typeof WholesaleCreditNote>;

export const WholesaleInvoiceDetail = WholesaleInvoice.extend({
  seller: z
    .object({
      name: text('The name of the operator.', 'Strowger'),
      address: text('Its address, in lines.', '1 Main St\nAlbany, NY 12207'),
      taxIds: z
        .array(z.string())
        .meta({ description: 'The operator’s tax numbers, as printed.', examples: [['EIN 12-3456789']] }),
      footer: text('How to pay, and whom to ask.', 'Please pay by wire to …'),
    })
    .meta({ description: 'The operator as it was when the invoice was issued.' }),
  billedEmail: text('The partner’s billing address then.', 'accounts@northwind.example'),
  lines: z.array(DocumentLine).meta({
    description:
      'The lines, in their order. Of the kind `calls_not_billed`: calls that aren’t included in any amount, because their cost isn’t known or is in another currency.',
  }),
  taxes: z.array(DocumentTax).meta({ description: 'The taxes, in their order.' }),
  exemption: text('The partner’s tax exemption certificate, if it has one.', 'ST-120 881').nullable(),
  paidByCredit: amount('What the partner’s credit pays of it.', '0.00'),
  becameCredit: amount(
    'The part of the payments that is credit of the partner, because it was more than the amount due, or was credited by credit notes. Credit pays other invoices, the oldest first.',
    '0.00',
  ),
  payments: z.array(WholesalePayment).meta({ description: 'Its payments, oldest first.' }),
  creditNotes: z.array(WholesaleCreditNote).meta({ description: 'Its credit notes, oldest first.' }),
}).meta({
  id: 'WholesaleInvoiceDetail',
  description: 'An invoice of the operator with its lines, payments and credit notes.',
});
export type WholesaleInvoiceDetail = z.infer<typeof WholesaleInvoiceDetail>;

/** The columns of the export, by the fields of an invoice. */
export const WHOLESALE_INVOICE_COLUMNS = [
  'number',
  'firstDay',
  'lastDay',
  'issuedOn',
  'dueOn',
  'currency',
  'net',
  'tax',
  'total',
  'credited',
  'paid',
  'due',
  'status',
  'isOverdue',
] as const;

export const WholesalePaymentCreate = PaymentCreate.pick({
  amount: true,
  paidOn: true,
  method: true,
  reference: true,
  overpayment: true,
})
  .strict()
  .meta({ id: 'WholesalePaymentCreate', description: 'A payment that the operator received from a partner.' });
export const WholesalePaymentReverse = PaymentReverse.meta({
  id: 'WholesalePaymentReverse',
  description: 'Why a payment is reversed. The partner sees it.',
});

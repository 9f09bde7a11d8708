import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { count, createdAt, flag, idOf, text } from '../platform/values/fields.ts';
import { freeText, label, searchText } from '../platform/values/values.ts';

export const invoiceErrors = {
  not_billed: {
    status: 409,
    description: 'The tenant has no billing cycle. Give it a billing profile first.',
  },
  already_invoiced: {
    status: 409,
    description: 'The adjustment is on an invoice. Add another adjustment to correct it.',
  },
  credit_too_high: {
    status: 409,
    description: 'The amount is more than what is left of the invoice or of one of its lines.',
  },
} as const satisfies ErrorTable;

export const INVOICE_STATUSES = ['open', 'paid', 'void'] as const;
export type InvoiceStatus = (typeof INVOICE_STATUSES)[number];

const monthAmount = (description: string, example: string) => text(`${description} In this currency.`, example);

/** A partner's month so far, separately for each currency: amounts of different currencies are never added. */
export const BillingSummary = z
  .object({
    month: text('The month, by the calendar of the partner’s invoices.', '2026-11'),
    currencies: z
      .array(
        z.object({
          currency: text('The currency, by ISO 4217.', 'USD'),
          invoiced: monthAmount('Invoiced in this month before taxes, less credit notes.', '4120.00'),
          invoicedLastMonth: monthAmount('The same in the month before.', '3980.50'),
          unbilled: monthAmount('The charges of current cycles so far.', '812.35'),
          open: monthAmount('Left to pay on all invoices.', '620.00'),
          overdue: monthAmount('The part of it that is past its due day.', '120.00'),
          tenants: z
            .array(
              z.object({
                tenantId: idOf('tenant'),
                name: text('The tenant’s name.', 'Bakery'),
                unbilled: monthAmount('The charges of its cycle so far.', '64.20'),
                open: monthAmount('Left to pay on its invoices.', '31.40'),
              }),
            )
            .meta({ description: 'The tenants with the highest amounts, at most 20.' }),
        }),
      )
      .meta({ description: 'By currency. Empty if nothing has been billed.' }),
  })
  .meta({ id: 'BillingSummary', description: 'What a partner has billed, and what isn’t billed yet.' });
export type BillingSummary = z.infer<typeof BillingSummary>;

/** The kinds of adjustments: a correction by the partner, late calls, or an earlier total too small for an invoice. */
export const ADJUSTMENT_KINDS = ['correction', 'late_calls', 'carried'] as const;
export type AdjustmentKind = (typeof ADJUSTMENT_KINDS)[number];

/** Where a tenant's credit comes from, and where it went. */
export type CreditReason =
  | 'invoice_below_zero'
  | 'credit_note'
  | 'overpayment'
  | 'payment_reversed'
  | 'used'
  | 'reopened'
  | 'refund'
  | 'refund_failed'
  | 'refund_reversed'
  | 'payment_reinstated';

const amount = (description: string, example = '128.40') => text(`${description} In the document’s currency.`, example);
const day = (description: string, example: string) => z.iso.date().meta({ description, examples: [example] });
const currency = () => text('The currency of all amounts, by ISO 4217.', 'USD');

const documentFields = {
  id: idOf('document'),
  tenantId: idOf('tenant that it bills'),
  billedTo: text('The tenant’s name when the document was issued.', 'Bakery'),
  issuedOn: day('The day of issue, by the partner’s calendar.', '2026-11-01'),
  currency: currency(),
  net: amount('The sum of the lines.', '118.00'),
  tax: amount('The sum of the taxes.', '10.40'),
  total: amount('The total of the document.'),
};

export const Invoice = z
  .object({
    ...documentFields,
    number: text('The number. A partner’s invoices have all numbers, without gaps.', 'INV-00042'),
    plan: text('The billing profile that it was billed by.', 'Business'),
    firstDay: day('The first day that it bills, by the tenant’s calendar.', '2026-10-01'),
    lastDay: day('The last day that it bills.', '2026-10-31'),
    credited: amount('What credit notes took back.', '0.00'),
    paid: amount('What has been paid.', '0.00'),
    due: amount('What is left to pay.'),
    status: z.enum(INVOICE_STATUSES).meta({
      description: '`open`: something is left to pay. `void`: credit notes took all of it back.',
      examples: ['open'],
    }),
    dueOn: day('The last day for the payment, by the tenant’s calendar.', '2026-11-15'),
    isOverdue: flag('Whether that day has passed and something is left to pay.'),
  })
  .meta({ id: 'Invoice', description: 'What a partner charges a tenant for a billing cycle.' });
export type Invoice = z.infer<typeof Invoice>;

export const DocumentLine = z
  .object({
    kind: text(
      'What the line is: `plan`, `extensions`, `numbers`, `setup`, `calls`, `adjustments` or `carried`.',
      'extensions',
    ),
    description: text('The line in words.', 'Extensions'),
    detail: text('How the tax was calculated. May be empty.', '62 extension-days of 31'),
    quantity: text('The quantity as printed. Empty where a line has none.', '2'),
    unitPrice: amount('The price of one. Empty where it makes no sense.', '5.00'),
    amount: amount('The amount of the line.', '10.00'),
  })
  .meta({ id: 'DocumentLine', description: 'A line of an invoice or credit note.' });
export type DocumentLine = z.infer<typeof DocumentLine>;

export const DocumentTax = z
  .object({
    name: text('The name of the tax.', 'NY sales tax'),
    detail: text('How it was reckoned.', '8.875 % of 118.00 USD'),
    amount: amount('The amount of the tax.', '10.40'),
  })
  .meta({ id: 'DocumentTax', description: 'A tax of an invoice or credit note.' });
export type DocumentTax = z.infer<typeof DocumentTax>;

const documentParts = {
  seller: z
    .object({
      name: text('The name of the partner.', 'Northwind Voice'),
      address: text('Its address, in lines.', '1 Main St\nAlbany, NY 12207'),
      taxIds: z
        .array(z.string())
        .meta({ description: 'The seller’s tax numbers, as printed.', examples: [['EIN 12-3456789']] }),
      footer: text('How to pay, and whom to ask.', 'Please pay by wire to …'),
    })
    .meta({ description: 'The partner as it was when the document was issued.' }),
  billedEmail: text('The tenant’s billing address then.', 'bills@bakery.example'),
  lines: z.array(DocumentLine).meta({ description: 'The lines, in their order.' }),
  taxes: z.array(DocumentTax).meta({ description: 'The taxes, in their order.' }),
};

export const InvoiceDetail = Invoice.extend({
  ...documentParts,
  fromCredit: amount('What the tenant’s credit paid when the invoice was issued.', '0.00'),
  toCredit: amount('The negative part of the total, which became credit of the tenant.', '0.00'),
  exemption: text('The tenant’s tax exemption certificate, if it has one.', 'ST-120 881').nullable(),
}).meta({ id: 'InvoiceDetail', description: 'An invoice with its lines and taxes.' });
export type InvoiceDetail = z.infer<typeof InvoiceDetail>;

export const InvoiceList = listOf(Invoice);
const ofStatus = {
  status: z
    .enum([...INVOICE_STATUSES, 'overdue'])
    .optional()
    .meta({ description: 'Only invoices of this status.' }),
};
export const TenantInvoiceQuery = listQuery(['number'], '-number').extend(ofStatus);
const filters = {
  ...ofStatus,
  tenantId: z.uuid().optional().meta({ description: 'Only invoices of this tenant.' }),
  search: searchText()
    .optional()
    .meta({ description: 'Words of the billed name or the invoice’s number, in any order.' }),
};
export const InvoiceQuery = listQuery(['number'], '-number').extend(filters);
export const InvoiceExportQuery = z.object(filters);

/** The columns of the export, by the fields of an invoice. */
export const INVOICE_COLUMNS = [
  'number',
  'billedTo',
  'tenantId',
  'plan',
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

export const CreditNote = z
  .object({
    ...documentFields,
    number: text('The number, in a separate series without gaps.', 'CN-00003'),
    invoiceId: idOf('invoice'),
    invoiceNumber: text('The number of the credited invoice.', 'INV-00042'),
    reason: text('The reason printed on the credit note.', 'Charged for a number that was never used'),
  })
  .meta({ id: 'CreditNote', description: 'What was credited of an invoice.' });
export type CreditNote = z.infer<typeof CreditNote>;
export const CreditNoteList = listOf(CreditNote);
export const CreditNoteQuery = listQuery(['number'], '-number').extend({
  invoiceId: z.uuid().optional().meta({ description: 'Return only the credit notes of this invoice.' }),
});

/** An amount as somebody types it, such as 12.50. How many decimals it may have depends on the currency. */
export const typedAmount = (pattern: RegExp, message: string) => z.string().max(20).regex(pattern, message);

export const CreditNoteCreate = z
  .strictObject({
    reason: freeText(500, 'Enter the reason.').meta({
      description: 'The reason, which is printed on the credit note.',
      examples: ['Charged for a number that was never used'],
    }),
    lines: z
      .array(
        z.strictObject({
          line: z
            .int()
            .min(0)
            .max(10_000)
            .meta({ description: 'The line’s position on the invoice, from 0.', examples: [0] }),
          amount: typedAmount(/^\d{1,10}(\.\d{1,4})?$/, 'Enter an amount such as 12.50.').meta({
            description: 'How much of the line to credit, before taxes.',
            examples: ['12.50'],
          }),
        }),
      )
      .max(1000)
      .nullable()
      .meta({ description: 'What to credit. Null: all that is left of the invoice.' }),
  })
  .meta({
    id: 'CreditNoteCreate',
    description: 'What to credit of an invoice. Taxes follow by the invoice’s rates.',
  });
export type CreditNoteCreate = z.output<typeof CreditNoteCreate>;

export const Adjustment = z
  .object({
    id: idOf('adjustment'),
    kind: z.enum(ADJUSTMENT_KINDS).meta({
      description:
        '`correction`: the partner’s. `late_calls`: calls that arrived after their invoice. `carried`: an earlier total too small for an invoice, below about 0.50 USD.',
      examples: ['correction'],
    }),
    description: text('What stands on the invoice.', 'Credit for the outage of 3 October'),
    day: day('The date that the amount is for.', '2026-10-03'),
    currency: currency(),
    amount: amount('The amount before taxes; below zero it is taken off.', '-25.00'),
    isInvoiced: flag('Whether it has been settled by the invoice of a cycle.'),
    createdAt: createdAt(),
  })
  .meta({ id: 'Adjustment', description: 'What a tenant’s next invoice adds or takes off.' });
export type Adjustment = z.infer<typeof Adjustment>;
export const AdjustmentList = z
  .object({
    items: z.array(Adjustment).meta({ description: 'The newest first, at most 200.' }),
    total: count('The number of adjustments in the list.', 1),
  })
  .meta({ id: 'AdjustmentList', description: 'The adjustments of a tenant.' });
export const AdjustmentCreate = z
  .strictObject({
    description: label(200).meta({
      description: 'What stands on the invoice.',
      examples: ['Credit for the outage of 3 October'],
    }),
    amount: typedAmount(/^-?\d{1,10}(\.\d{1,4})?$/, 'Enter an amount such as -12.50.').meta({
      description: 'The amount before taxes, in the tenant’s currency. Below zero it is taken off.',
      examples: ['-25.00'],
    }),
  })
  .meta({ id: 'AdjustmentCreate', description: 'An amount for the tenant’s next invoice.' });

import { z } from 'zod';
import { idOf, text } from '../platform/values/fields.ts';

/** The kinds of entries that change what a tenant owes. */
export const ENTRY_KINDS = [
  'invoice',
  'credit_note',
  'payment',
  'reversal',
  'reinstatement',
  'refund',
  'failed_refund',
  'refund_reversal',
] as const;

const amount = (description: string, example: string) => text(`${description} In the account’s currency.`, example);
const day = (description: string, example: string) => z.iso.date().meta({ description, examples: [example] });

export const StatementEntry = z
  .object({
    kind: z.enum(ENTRY_KINDS).meta({
      description:
        'The type of the entry. `reinstatement`: a reversed payment was reinstated, because its dispute was won on appeal. `refund_reversal`: a refund by hand was reversed.',
      examples: ['invoice'],
    }),
    id: idOf('document, payment or refund'),
    day: day('Its day: of issue, of receipt, of the reversal or of the refund.', '2026-11-01'),
    description: text('The number of the document, or of the invoice that the payment was recorded on.', 'INV-00042'),
    reference: text(
      'What the payer called it, or why it was credited, reversed or refunded. May be empty.',
      'Check 1042',
    ),
    amount: amount('What it changed: above zero, the tenant owes more.', '128.40'),
    balance: amount('The balance after it.', '128.40'),
  })
  .meta({ id: 'StatementEntry', description: 'A line of a statement of account.' });
export type StatementEntry = z.infer<typeof StatementEntry>;

export const Statement = z
  .object({
    from: day('The first day of the statement.', '2025-12-01'),
    to: day('The last day of the statement, inclusive.', '2026-11-29'),
    accounts: z
      .array(
        z.object({
          currency: text('The currency, by ISO 4217.', 'USD'),
          opening: amount('The balance before the first entry.', '0.00'),
          entries: z.array(StatementEntry).meta({ description: 'In the order of their days, at most the last 1,000.' }),
          closing: amount('The balance at the end of the period.', '128.40'),
        }),
      )
      .meta({ description: 'One for each currency in which the tenant was ever billed.' }),
  })
  .meta({ id: 'Statement', description: 'What a tenant was charged and what it paid.' });
export type Statement = z.infer<typeof Statement>;

export const StatementQuery = z
  .object({
    from: z.iso
      .date()
      .optional()
      .meta({ description: 'The first day. By default eleven months before the last one’s month.' }),
    to: z.iso.date().optional().meta({ description: 'The last day. By default today, in the tenant’s time zone.' }),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['to'],
    message: 'The last day can’t be before the first.',
  });

/** The columns of the export. */
export const STATEMENT_COLUMNS = ['day', 'kind', 'description', 'reference', 'currency', 'amount', 'balance'] as const;

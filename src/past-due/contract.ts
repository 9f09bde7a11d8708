import { z } from 'zod';
import { idOf, text } from '../platform/values/fields.ts';

/** What a tenant has to pay before its service resumes. */
export const Overdue = z
  .object({
    amounts: z
      .array(
        z.object({
          currency: text('The currency, by ISO 4217.', 'USD'),
          amount: text('What is overdue in it.', '128.40'),
        }),
      )
      .meta({ description: 'The overdue amount, separately for each currency. Empty if nothing is.' }),
    invoices: z
      .array(
        z.object({
          id: idOf('invoice'),
          number: text('The invoice’s number, as printed.', 'INV-00042'),
          dueOn: z.iso.date().meta({ description: 'The day on which it was due.', examples: ['2026-11-15'] }),
          currency: text('The currency, by ISO 4217.', 'USD'),
          due: text('What is left to pay of it.', '128.40'),
        }),
      )
      .meta({ description: 'The invoices that are overdue, the oldest first.' }),
    howToPay: text('How to pay, in the words of the partner’s invoices. May be empty.', 'Please pay by wire to …'),
  })
  .meta({ id: 'Overdue', description: 'What a tenant has not paid in time, and how to pay it.' });
export type Overdue = z.infer<typeof Overdue>;

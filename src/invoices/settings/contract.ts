import { z } from 'zod';
import { ignored, version } from '../../platform/values/fields.ts';
import { freeText, label, optionalLabel, timezone, wholeNumber } from '../../platform/values/values.ts';

const MAX_TAX_IDS = 5;
const fields = {
  legalName: optionalLabel(100).meta({
    description: 'The name on invoices. Empty: the partner’s own name.',
    examples: ['Northwind Voice LLC'],
  }),
  address: freeText(500).meta({ description: 'The address, in lines.', examples: ['1 Main St\nAlbany, NY 12207'] }),
  taxIds: z
    .array(label(60))
    .max(MAX_TAX_IDS, `Use at most ${MAX_TAX_IDS} tax numbers.`)
    .meta({ description: 'Tax numbers as they are printed.', examples: [['EIN 12-3456789']] }),
  footer: freeText(1000).meta({
    description: 'Printed at the end: how to pay, and whom to ask.',
    examples: ['Questions? (800) 555-0100'],
  }),
  timezone: timezone().meta({ description: 'Invoices are dated by this calendar.' }),
};

/** Long enough for the laws of most countries. */
export const DEFAULT_BOOKS_YEARS = 10;
const booksYears = () =>
  wholeNumber(3, 30).meta({
    description:
      'For how many years the invoices, credit notes and payments of a tenant are kept after its data has been deleted, from the end of the year of the last of them. After that they are deleted, too.',
    examples: [DEFAULT_BOOKS_YEARS],
  });

export const InvoiceSettings = z
  .object({ ...fields, booksYears: booksYears(), version: version() })
  .meta({ id: 'InvoiceSettings', description: 'What the partner’s invoices say about the partner.' });
export type InvoiceSettings = z.infer<typeof InvoiceSettings>;

export const InvoiceSettingsPut = z
  .strictObject({ ...fields, booksYears: booksYears().optional(), version: ignored() })
  .meta({
    id: 'InvoiceSettingsPut',
    description: 'What the partner’s invoices say about it from now on. Without `booksYears`, that stays as it is.',
  });

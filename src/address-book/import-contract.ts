import { z } from 'zod';
import { count, flag, text } from '../platform/values/fields.ts';
import { fileText } from '../platform/values/values.ts';
import { ContactNumber } from './contract.ts';

export const MAX_IMPORT_ROWS = 10_000;
/** Room for MAX_IMPORT_ROWS rows with notes in Excel's Unicode text (UTF-16). */
export const MAX_IMPORT_BYTES = 8 * 1024 * 1024;

export const ContactsImportQuery = z.object({
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .meta({ description: '`true`: reports what the import would do, and changes nothing.' }),
});
export const ContactsImport = z
  .strictObject({
    csv: fileText().meta({
      description: 'The content of the file. Its first row names the columns.',
      examples: ['Name,Company,Mobile\nMaria Rossi,Hudson Flour Co.,(212) 555-0199\n'],
    }),
  })
  .meta({ id: 'ContactsImport', description: 'A CSV file with contacts.' });

const row = {
  line: count('The line of the file, counted from 1.', 2),
  name: text('The name in this row.', 'Maria Rossi'),
};
const outcome = <Outcome extends string>(value: Outcome, description: string) => z.literal(value).meta({ description });
const ImportedContact = z
  .discriminatedUnion('outcome', [
    z.object({
      outcome: outcome('new', 'A contact that is added.'),
      ...row,
      numbers: z.array(ContactNumber).meta({ description: 'Its numbers as they were read.' }),
    }),
    z.object({
      outcome: outcome('changed', 'A contact that is changed.'),
      ...row,
      numbers: z.array(ContactNumber).meta({ description: 'Its numbers after the import.' }),
      fields: z.array(z.string()).meta({ description: 'The fields that change.', examples: [['numbers']] }),
    }),
    z.object({ outcome: outcome('same', 'A contact that exists already, without a difference.'), ...row }),
    z.object({
      outcome: outcome('refused', 'A row that can’t be imported.'),
      ...row,
      message: text('What is wrong with the row and how to fix it.', '“12” isn’t a phone number such as +12125550101.'),
    }),
  ])
  .meta({ id: 'ImportedContact', description: 'The result for one row of the file.' });

export const ContactsImported = z
  .object({
    dryRun: flag('Whether nothing was written, because the request asked for a preview.'),
    columns: z
      .array(
        z.object({
          name: text('The column’s heading in the file.', 'Mobile Phone'),
          use: z
            .enum(['id', 'name', 'firstName', 'lastName', 'company', 'note', 'numbers', 'labelled', 'kinds', 'ignored'])
            .meta({
              description: '`labelled`: numbers whose kinds are in another column, the one with `kinds`.',
            }),
        }),
      )
      .meta({ description: 'Every column of the file, and how it was read.' }),
    added: count('How many contacts were added.', 1),
    changed: count('How many existing contacts were changed.', 1),
    same: count('How many rows change nothing.', 1),
    refused: count('How many rows were refused.', 1),
    rows: z.array(ImportedContact).meta({ description: 'The result for each row of the file.' }),
  })
  .meta({ id: 'ContactsImported', description: 'The result of an import.' });
export type ContactsImported = z.infer<typeof ContactsImported>;

/** The columns of an exported file. An import reads all of them back. */
export const EXPORT_COLUMNS = ['Name', 'Company', 'Work', 'Mobile', 'Home', 'Other', 'Note', 'ID'] as const;

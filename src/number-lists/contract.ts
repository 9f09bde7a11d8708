import { z } from 'zod';
import { objectUses } from '../object-uses/contract.ts';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { count, createdAt, flag, idOf, text, version } from '../platform/values/fields.ts';
import { chosenColumn, numberColumns } from '../platform/values/number-columns.ts';
import { fileText, label, optionalLabel, searchText, writtenNumber } from '../platform/values/values.ts';

export const MAX_ENTRIES = 10_000;
export const MAX_LISTS = 100;
export const MAX_IMPORT_BYTES = 4 * 1024 * 1024;

export const numberListErrors = {
  too_many_lists: { status: 409, description: 'A tenant can have at most 100 lists of numbers.' },
  list_full: { status: 409, description: 'A list can have at most 10,000 numbers.' },
} as const satisfies ErrorTable;

const editable = { name: label().meta({ description: 'What the list is called.', examples: ['Good customers'] }) };

export const NumberListCreate = z
  .strictObject(editable)
  .meta({ id: 'NumberListCreate', description: 'A list of numbers to add.' });

export const NumberListPatch = z
  .strictObject(editable)
  .partial()
  .meta({ id: 'NumberListPatch', description: 'The fields to change.' });

export const NumberList = z
  .object({
    id: idOf('list'),
    name: text('What the list is called.', 'Good customers'),
    entries: count('How many numbers it has.', 120),
    uses: objectUses(),
    createdAt: createdAt(),
    version: version(),
  })
  .meta({ id: 'NumberList', description: 'Outside numbers that call flows ask for.' });
export type NumberList = z.infer<typeof NumberList>;

export const NumberListList = listOf(NumberList);
export const NumberListQuery = listQuery(['name', 'createdAt'], 'name').extend({ search: searchText().optional() });

export const Note = optionalLabel(200).meta({
  description: 'Anything worth remembering. May be empty.',
  examples: ['Head office'],
});

/** Becomes E.164 only once the tenant, and so its country, is known. */
export const EntryCreate = z
  .strictObject({
    number: writtenNumber().meta({
      description: 'A phone number, or its first digits followed by `*`, such as `+1212*`.',
      examples: ['(212) 555-0199'],
    }),
    note: Note.default(''),
  })
  .meta({ id: 'NumberListEntryCreate', description: 'A number to add to a list.' });

export const Entry = z
  .object({
    id: idOf('entry'),
    number: text('The number in E.164, or the beginning of one.', '+12125550199'),
    isPrefix: flag('Whether all numbers that begin like this are meant.'),
    note: z
      .string()
      .meta({ description: 'A remark for the tenant’s own use. May be empty.', examples: ['Head office'] }),
  })
  .meta({ id: 'NumberListEntry', description: 'A number of a list, or the beginning of numbers.' });
export type Entry = z.infer<typeof Entry>;

export const EntryList = listOf(Entry);
export const EntryQuery = listQuery(['number'], 'number').extend({ search: searchText().optional() });

export const EntriesImportQuery = z.object({
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .meta({ description: '`true`: reports what the import would do, and changes nothing.' }),
  column: chosenColumn(),
});

export const EntriesImport = z
  .strictObject({
    csv: fileText().meta({
      description:
        'The content of the file: a column with numbers, or two with the ends of ranges, and perhaps one with notes.',
      examples: ['Number,Note\n(212) 555-0199,Head office\n+1646*,Manhattan\n'],
    }),
  })
  .meta({ id: 'NumberListImport', description: 'A CSV file with numbers.' });

export const EntriesImported = z
  .object({
    dryRun: flag('Whether nothing was written, because the request asked for a preview.'),
    rows: count('Rows of the file, without headings and empty rows.', 4),
    columns: numberColumns('note', 'the notes for the numbers.'),
    added: count('How many numbers were added.', 2),
    changed: count('How many have another note now.', 1),
    same: count('Rows that are in the list already, without a difference.', 1),
    refused: z
      .array(
        z.object({
          line: count('The line of the file, counted from 1.', 2),
          text: text('What the row says.', '12'),
          message: text(
            'What is wrong with the row and how to fix it.',
            '“12” isn’t a phone number such as +12125550101.',
          ),
        }),
      )
      .meta({ description: 'The rows that can’t be imported.' }),
  })
  .meta({ id: 'NumberListImported', description: 'The result of an import.' });
export type EntriesImported = z.infer<typeof EntriesImported>;

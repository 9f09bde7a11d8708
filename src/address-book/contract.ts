import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { count, createdAt, flag, idOf, text, version } from '../platform/values/fields.ts';
import { fileText, freeText, label, optionalLabel, searchText, writtenNumber } from '../platform/values/values.ts';

/** How many contacts a tenant may have. */
export const MAX_CONTACTS = 50_000;
/** How many numbers a contact may have. */
export const MAX_NUMBERS_OF_CONTACT = 10;

export const addressBookErrors = {
  address_book_full: { status: 409, description: 'A tenant can have at most 50,000 contacts.' },
} as const satisfies ErrorTable;

/** How many rows one import has. */
export const MAX_IMPORT_ROWS = 10_000;
/** A file of so many rows with notes, as Excel's Unicode text. */
export const MAX_IMPORT_BYTES = 8 * 1024 * 1024;

export const NUMBER_KINDS = ['work', 'mobile', 'home', 'other'] as const;
export type NumberKind = (typeof NUMBER_KINDS)[number];

const kind = z.enum(NUMBER_KINDS).meta({ description: 'What the number is for.' });
const numbersOf = <Entry extends z.ZodType>(entry: Entry) =>
  z
    .array(entry)
    .min(1, 'Enter at least one number.')
    .max(MAX_NUMBERS_OF_CONTACT, `Enter at most ${MAX_NUMBERS_OF_CONTACT} numbers.`);

const ContactNumber = z.object({ kind, number: text('The number in E.164.', '+12125550199') });
export type ContactNumber = z.infer<typeof ContactNumber>;

/** Read in the tenant's country, so it becomes E.164 only where the tenant is known. */
const WrittenContactNumber = z.strictObject({
  kind: kind.default('work'),
  number: writtenNumber().meta({
    description: 'The number as people write it, read in the tenant’s country. Responses have it in E.164.',
    examples: ['(212) 555-0199'],
  }),
});

const name = { description: 'The person, or the company itself. Phones show it when one of its numbers calls.' };
const company = { description: 'The company that the person works for. May be empty.', examples: ['Hudson Flour Co.'] };
const note = { description: 'Anything worth remembering. May be empty.', examples: ['Delivers on Tuesdays'] };

const editable = {
  name: label().meta({ ...name, examples: ['Maria Rossi'] }),
  company: optionalLabel().meta(company),
  numbers: numbersOf(WrittenContactNumber).meta({ description: 'All of its numbers, in the order to show them.' }),
  note: freeText(1000).meta(note),
};

export const ContactCreate = z
  .strictObject({ ...editable, company: editable.company.default(''), note: editable.note.default('') })
  .meta({ id: 'ContactCreate', description: 'A contact to add.' });
export type ContactCreate = z.input<typeof ContactCreate>;

export const ContactPatch = z
  .strictObject(editable)
  .partial()
  .meta({ id: 'ContactPatch', description: 'The fields to change. `numbers` replaces all of the contact’s numbers.' });

export const Contact = z
  .object({
    id: idOf('contact'),
    name: text(name.description, 'Maria Rossi'),
    company: z.string().meta(company),
    numbers: z.array(ContactNumber).meta({ description: 'Its numbers, in the order to show them.' }),
    note: z.string().meta(note),
    createdAt: createdAt(),
    version: version(),
  })
  .meta({ id: 'Contact', description: 'Somebody outside whom a tenant’s people call, or who calls them.' });
export type Contact = z.infer<typeof Contact>;

export const ContactList = listOf(Contact);
export const ContactQuery = listQuery(['name', 'company', 'createdAt'], 'name').extend({
  search: searchText()
    .optional()
    .meta({
      description: 'Words of the name, the company or the note, or part of a number however it is written.',
      examples: ['rossi'],
    }),
});

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
    z.object({ outcome: outcome('same', 'A contact that the tenant has just like this.'), ...row }),
    z.object({
      outcome: outcome('refused', 'A row that can’t be imported.'),
      ...row,
      message: text('What to change.', '“12” isn’t a phone number such as +12125550101.'),
    }),
  ])
  .meta({ id: 'ImportedContact', description: 'The result for one row of the file.' });

export const ContactsImported = z
  .object({
    dryRun: flag('Whether this was only a dry run.'),
    columns: z
      .array(
        z.object({
          name: text('Its heading.', 'Mobile Phone'),
          use: z
            .enum(['id', 'name', 'firstName', 'lastName', 'company', 'note', 'numbers', 'labelled', 'kinds', 'ignored'])
            .meta({
              description: '`labelled`: numbers whose kinds stand in another column, the one with `kinds`.',
            }),
        }),
      )
      .meta({ description: 'Every column of the file, and what it was taken for.' }),
    added: count('How many contacts were added.', 1),
    changed: count('How many were changed.', 1),
    same: count('How many rows say what the tenant has already.', 1),
    refused: count('How many rows were refused.', 1),
    rows: z.array(ImportedContact).meta({ description: 'The result for each row of the file.' }),
  })
  .meta({ id: 'ContactsImported', description: 'The result of an import.' });
export type ContactsImported = z.infer<typeof ContactsImported>;

/** The columns of an exported file. An import reads all of them back. */
export const EXPORT_COLUMNS = ['Name', 'Company', 'Work', 'Mobile', 'Home', 'Other', 'Note', 'ID'] as const;

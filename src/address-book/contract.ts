import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { createdAt, idOf, text, version } from '../platform/values/fields.ts';
import { freeText, label, optionalLabel, searchText, writtenNumber } from '../platform/values/values.ts';

export const MAX_CONTACTS = 50_000;
export const MAX_NUMBERS_OF_CONTACT = 10;

export const addressBookErrors = {
  address_book_full: { status: 409, description: 'A tenant can have at most 50,000 contacts.' },
} as const satisfies ErrorTable;

export const NUMBER_KINDS = ['work', 'mobile', 'home', 'other'] as const;
export type NumberKind = (typeof NUMBER_KINDS)[number];

const kind = z.enum(NUMBER_KINDS).meta({ description: 'What the number is for.' });
const numbersOf = <Entry extends z.ZodType>(entry: Entry) =>
  z
    .array(entry)
    .min(1, 'Enter at least one number.')
    .max(MAX_NUMBERS_OF_CONTACT, `Enter at most ${MAX_NUMBERS_OF_CONTACT} numbers.`);

export const ContactNumber = z.object({ kind, number: text('The number in E.164.', '+12125550199') });
export type ContactNumber = z.infer<typeof ContactNumber>;

/** Becomes E.164 only once the tenant, and so its country, is known. */
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
  .meta({
    id: 'Contact',
    description: 'A person or company outside the tenant that its users call, or that calls them.',
  });
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

import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { idOf, text } from '../platform/values/fields.ts';
import { searchText } from '../platform/values/values.ts';

export const planErrors = {
  number_taken: {
    status: 409,
    description: 'Another extension, group, mailbox or call flow of the tenant has this number.',
  },
  reserved_number: { status: 422, description: 'This is an emergency or service number in the tenant’s country.' },
} as const satisfies ErrorTable;

/** An internal number: what users of the tenant dial to reach an extension, group, mailbox or call flow. */
export const PlanNumber = z
  .string()
  .regex(/^[0-9]{3,7}$/, 'Enter 3 to 7 digits.')
  .meta({
    description:
      'The number that others in the tenant dial, 3 to 7 digits. Emergency and service numbers are refused: in the US 911, 933, 988 (also 9988, 1988 and 91988) and 211 to 811; everywhere 112, 999, 000, 1911, 9911 and 91911.',
    examples: ['101'],
  });

/** The kinds of entries in a tenant's directory. */
export const DIRECTORY_KINDS = ['extension', 'group'] as const;

export const DirectoryEntry = z
  .object({
    id: idOf('extension or group'),
    kind: z.enum(DIRECTORY_KINDS).meta({ description: '`extension`: a person or place. `group`: a ring group.' }),
    number: text('The number to dial.', '101'),
    name: text('The name of the extension or ring group with this number.', 'Front desk'),
  })
  .meta({ id: 'DirectoryEntry', description: 'Somebody who is reached by a number of the tenant.' });
export type DirectoryEntry = z.infer<typeof DirectoryEntry>;
export const DirectoryList = listOf(DirectoryEntry);
export const DirectoryQuery = listQuery(['number', 'name'], 'number').extend({
  search: searchText()
    .optional()
    .meta({ description: 'Words of the name, or part of the number.', examples: ['desk'] }),
});

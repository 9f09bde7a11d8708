import { z } from 'zod';
import { count, text } from './fields.ts';

/** Which column of an imported file has the numbers, where the file doesn't tell. */
export const chosenColumn = () =>
  z.coerce
    .number()
    .int()
    .min(1)
    .max(1000)
    .optional()
    .meta({
      description: 'The column with the numbers, counted from 1. Needed only where a dry run finds several candidates.',
      examples: [3],
    });

const USES = ['numbers', 'from', 'to', 'ignored', 'candidate'] as const;
const USE =
  '`numbers`: its numbers are read. `from`, `to`: the ends of ranges. `candidate`: it may be the one with the numbers; send the request again with `column`.';

/** Every column of an imported file with numbers. `more`: what else the import reads, beside the numbers. */
export const numberColumns = (more: 'externalId' | 'note', description: string) =>
  z
    .array(
      z.object({
        column: count('Its place, counted from 1.', 1),
        name: text('The column’s heading in the file. Null if the file has none.', 'Number').nullable(),
        use: z.enum([...USES, more]).meta({ description: `${USE} \`${more}\`: ${description}` }),
        numbers: count('How many of its cells are phone numbers.', 1),
      }),
    )
    .meta({ description: 'Every column of the file, and whether it was used.' });

export type NumberColumn = { column: number; name: string | null; use: string; numbers: number };

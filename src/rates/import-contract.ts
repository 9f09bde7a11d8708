import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';
import { count, createdAt, flag, idOf, text, time } from '../platform/values/fields.ts';
import { fileText } from '../platform/values/values.ts';
import { rateClass } from './contract.ts';

/** The most rows of an import, and the size of such a file. */
export const MAX_RATE_ROWS = 250_000;
/** One request imports up to this many; a job reads larger files. */
export const MAX_ROWS_AT_ONCE = 2000;
export const MAX_RATE_BYTES = 24 * 1024 * 1024;
/** How many rows of each kind the response lists. */
export const NAMED_ROWS = 100;
/** How many unfinished imports a table may have. */
export const MAX_OPEN_IMPORTS = 5;

export const RatesImportQuery = z.object({
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .transform((given) => given === 'true')
    .meta({ description: '`true`: reports what the import would do, and changes nothing.' }),
  validFrom: z.iso
    .datetime()
    .optional()
    .meta({ description: 'From when the rates apply. Left out: from now on.', examples: ['2026-12-01T05:00:00.000Z'] }),
});

export const RatesImport = z
  .strictObject({
    csv: fileText().meta({
      description: 'The content of the file. Its first row names the columns.',
      examples: ['Prefix,Destination,Per minute,Increments\n44,United Kingdom,0.012,60/60\n'],
    }),
  })
  .meta({ id: 'RatesImport', description: 'A CSV file with rates.' });

const rows = <Row extends z.ZodType>(row: Row, description: string) => z.array(row).meta({ description });
const perMinute = (description: string) => text(description, '0.012');
const line = count('The line of the file, counted from 1.', 2);
const prefix = text('The prefix in this row.', '44');

const found = {
  added: count('How many prefixes are new.', 1),
  changed: count('How many have another rate than before.', 1),
  same: count('How many have the rate that they had.', 1),
  missing: count('How many prefixes of the rates before are not in the file. Calls to them have no rate.', 0),
  free: count('How many rates are zero.', 0),
  repeated: count('Rows that repeat an earlier row.', 0),
  refused: count('How many rows were refused. With one, nothing is imported.', 1),
  columns: z.array(z.string()).meta({ description: 'The columns that were read.', examples: [['Prefix']] }),
  refusedRows: rows(
    z.object({
      line,
      prefix,
      message: text('What is wrong with the row and how to fix it.', 'A price can’t be negative.'),
    }),
    `The first ${NAMED_ROWS} refused rows.`,
  ),
  largestChanges: rows(
    z.object({ prefix, before: perMinute('Per minute so far.'), after: perMinute('Per minute from then on.') }),
    'The ten rates that change most, in proportion.',
  ),
  firstRows: rows(
    z.object({
      line,
      prefix,
      destination: text('The destination as it was read.', 'United Kingdom'),
      perMinute: perMinute('The price of a minute as it was read.'),
      increments: text('First and further increments in seconds.', '60/60'),
      class: rateClass(),
    }),
    `The first ${NAMED_ROWS} rows as they were read.`,
  ),
};

export const RatesPreview = z
  .object(found)
  .meta({ id: 'RatesPreview', description: 'What a file of rates would change in its table.' });
export type RatesPreview = z.infer<typeof RatesPreview>;

export const RatesImported = z
  .object({ dryRun: flag('Whether nothing was written, because the request asked for a preview.'), ...found })
  .meta({ id: 'RatesImported', description: 'The result of an import of rates.' });
export type RatesImported = z.infer<typeof RatesImported>;

export const rateImportErrors = {
  too_many_imports: {
    status: 409,
    description: `The table has ${MAX_OPEN_IMPORTS} unfinished imports. Confirm or cancel one of them first.`,
  },
  import_not_ready: {
    status: 409,
    description: 'The import can’t be confirmed: it is being read or written, has refused rows, or is done.',
  },
  import_done: { status: 409, description: 'The import is done, and can’t be cancelled any more.' },
  import_outdated: {
    status: 409,
    description:
      'The preview is out of date: the table’s rates have changed, or the start time has passed. Upload the file again.',
  },
} as const satisfies ErrorTable;

export const RateImportQuery = RatesImportQuery.pick({ validFrom: true });

export const RateImport = z
  .object({
    id: idOf('import'),
    state: z.enum(['reading', 'refused', 'ready', 'writing', 'done']).meta({
      description:
        '`reading`: its rows are being read. `refused`: it can’t be imported. `ready`: it waits to be confirmed. `writing`: its rates are being written; none of them is in effect yet. `done`: all of them have been written.',
    }),
    validFrom: time('When its rates take effect.')
      .nullable()
      .meta({ description: 'When its rates take effect. Null: as soon as they are imported.' }),
    done: count('How many rows have been read, or written.', 20_000),
    of: count('About how many rows there are to read, or how many to write.', 100_000),
    problem: z
      .string()
      .nullable()
      .meta({ description: 'Why the file as a whole can’t be imported.', examples: [null] }),
    preview: RatesPreview.nullable().meta({ description: 'What it would change. Null until it has been read.' }),
    createdAt: createdAt(),
  })
  .meta({ id: 'RateImport', description: 'A file of rates on its way into a table.' });
export type RateImport = z.infer<typeof RateImport>;
export const RateImportList = z
  .object({ items: z.array(RateImport).meta({ description: 'The latest first, at most 20.' }) })
  .meta({ id: 'RateImportList', description: 'The latest imports of a table.' });

import { z } from 'zod';
import { RATE_CLASSES } from '../outbound/contract.ts';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { count, createdAt, idOf, text, time, version } from '../platform/values/fields.ts';
import { currencyCode, label, searchText, writtenNumber } from '../platform/values/values.ts';

export const rateErrors = {
  rate_table_name_taken: { status: 409, description: 'Another rate table has this name.' },
  rate_table_in_use: {
    status: 409,
    description: 'A billing profile uses this table, or a cycle that isn’t invoiced yet.',
    extra: { profiles: z.array(z.string()).meta({ description: 'The names of the billing profiles.' }) },
  },
  rates_refused: {
    status: 422,
    description: 'Some rows of the file can’t be imported, so nothing was. Fix them, or send `dryRun=true` to see all.',
  },
  valid_from_taken: { status: 409, description: 'The table already has rates that start at this time.' },
} as const satisfies ErrorTable;

const tableName = { description: 'Unique among the partner’s rate tables.', examples: ['Standard, USD'] };

export const RateTableCreate = z
  .strictObject({ name: label().meta(tableName), currency: currencyCode() })
  .meta({ id: 'RateTableCreate', description: 'A rate table to add.' });

/** The currency can't be changed, because all rates are in it. */
export const RateTablePatch = RateTableCreate.pick({ name: true }).meta({
  id: 'RateTablePatch',
  description: 'The new name of a rate table.',
});

const RateVersion = z
  .object({
    id: idOf('rates of one import'),
    validFrom: time('From when they apply, until the next rates do.'),
    rates: count('How many prefixes have a rate.', 240),
  })
  .meta({ id: 'RateVersion', description: 'All rates of a table from a time on.' });
export type RateVersion = z.infer<typeof RateVersion>;
export const RateVersionList = listOf(RateVersion);

export const RateTable = z
  .object({
    id: idOf('rate table'),
    name: z.string().meta(tableName),
    currency: text('The currency of all its rates, by ISO 4217. It can’t be changed.', 'USD'),
    current: RateVersion.nullable().meta({ description: 'The current rates. Null if there are none.' }),
    next: RateVersion.nullable().meta({ description: 'The next rates. Null if none are planned.' }),
    createdAt: createdAt(),
    version: version(),
  })
  .meta({ id: 'RateTable', description: 'What calls cost, by the first digits of the called number.' });
export type RateTable = z.infer<typeof RateTable>;
export const RateTableList = listOf(RateTable);
export const RateTableQuery = listQuery(['name', 'createdAt'], 'name');

const amount = (description: string, example: string) => text(`${description} In the table’s currency.`, example);
export const rateClass = () =>
  z
    .enum(RATE_CLASSES)
    .nullable()
    .meta({
      description:
        'What calls out by this rate count as: for included minutes, invoices, outbound permissions and fraud rules. Null: the class of the number itself.',
      examples: ['premium'],
    });

const rateFields = {
  prefix: text('The first digits of the numbers, without the plus.', '4420'),
  destination: text('The name of the destination. May be empty.', 'London'),
  perMinute: amount('The price of a minute.', '0.012'),
  setup: amount('What each answered call costs at once.', '0.00'),
  minimum: amount('What an answered call costs at least.', '0.00'),
  initialSeconds: count('The seconds that are charged from the start.', 60),
  incrementSeconds: count('The steps in seconds in which a call is charged after that.', 60),
  class: rateClass(),
};

export const Rate = z
  .object({ id: idOf('rate'), ...rateFields })
  .meta({ id: 'Rate', description: 'What calls cost to numbers with one prefix.' });
export type Rate = z.infer<typeof Rate>;
export const RateListing = listOf(Rate);
export const RateQuery = listQuery(['prefix', 'destination'], 'prefix').extend({
  search: searchText()
    .optional()
    .meta({ description: 'The first digits of the prefix, however they are written, or words of the destination.' }),
});

export const PriceQuery = z.object({
  number: writtenNumber().meta({
    description: 'A phone number with its country code. Ten digits are a number of North America.',
    examples: ['+44 20 7946 0999'],
  }),
});
export const Price = z
  .object({
    number: text('The number as it was read.', '+442079460999'),
    currency: text('The currency of the price.', 'USD'),
    rate: Rate.nullable().meta({
      description: 'The rate of the longest prefix. Null: the table has none for this number.',
    }),
    perMinuteCall: z
      .string()
      .nullable()
      .meta({ description: 'What a call of one minute would cost. Null without a rate.', examples: ['0.012'] }),
  })
  .meta({ id: 'Price', description: 'What a call to a number would cost now.' });
export type Price = z.infer<typeof Price>;

export const RateLookup = Price.extend({
  currency: z
    .string()
    .nullable()
    .meta({ description: 'The currency of the price. Null without a rate.', examples: ['USD'] }),
  rateTable: z
    .object({ id: idOf('rate table'), name: z.string().meta(tableName) })
    .nullable()
    .meta({ description: 'The table with the matching prefix. Null if no rate matches.' }),
}).meta({ id: 'RateLookup', description: 'The rate of a number among all of a partner’s rate tables.' });
export type RateLookup = z.infer<typeof RateLookup>;

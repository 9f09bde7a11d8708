import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf } from '../platform/http/paging.ts';
import { text } from '../platform/values/fields.ts';
import { label } from '../platform/values/values.ts';
import { PriceQuery, Rate, rateErrors, RateTable, RateTableCreate } from './contract.ts';

export const wholesaleErrors = {
  rate_table_name_taken: rateErrors.rate_table_name_taken,
  wholesale_table_exists: {
    status: 409,
    description: 'The partner already has a wholesale table for these calls. Import new rates into that one.',
  },
} as const satisfies ErrorTable;

const direction = () =>
  z.enum(['outbound', 'inbound']).meta({
    description: 'The calls that it is for: those to outside numbers, or those that come in, by the called number.',
    examples: ['outbound'],
  });
export type WholesaleDirection = z.infer<ReturnType<typeof direction>>;

export const WholesaleTable = RateTable.extend({ direction: direction() }).meta({
  id: 'WholesaleTable',
  description: 'What a partner pays for its tenants’ calls, by the first digits of the called number.',
});
export type WholesaleTable = z.infer<typeof WholesaleTable>;
export const WholesaleTableList = z
  .object({ items: z.array(WholesaleTable).meta({ description: 'At most one for each direction.' }) })
  .meta({ id: 'WholesaleTableList', description: 'The wholesale tables of a partner.' });

export const WholesaleTableCreate = RateTableCreate.extend({
  name: label().meta({ description: 'Unique among the partner’s tables.', examples: ['Wholesale, USD'] }),
  direction: direction(),
}).meta({ id: 'WholesaleTableCreate', description: 'A wholesale table to add.' });

const cost = () =>
  z
    .object({
      currency: text('The currency of the wholesale rate.', 'USD'),
      prefix: text('The prefix of the wholesale rate.', '44'),
      amount: text('What the partner pays.', '0.008'),
    })
    .nullable();
const margin = (description: string) =>
  text(description, '0.004')
    .nullable()
    .meta({ description: `${description} Null: the cost isn’t known, or is in another currency.` });

export const RateMargin = Rate.extend({
  cost: cost().meta({
    description:
      'What a minute costs the partner, by the wholesale rate of this prefix. Some of its numbers may have a longer prefix there. Null: not known.',
  }),
  margin: margin('The price of a minute less its cost.'),
}).meta({ id: 'RateMargin', description: 'What calls to numbers with one prefix cost a tenant, and the partner.' });
export type RateMargin = z.infer<typeof RateMargin>;
export const RateMarginList = listOf(RateMargin);

export const PriceMarginQuery = PriceQuery;
export const PriceMargin = z
  .object({
    number: text('The number as it was read.', '+442079460999'),
    currency: text('The currency of the price.', 'USD'),
    price: text('What a call of one minute would cost the tenant.', '0.012')
      .nullable()
      .meta({ description: 'What a call of one minute would cost the tenant. Null: the table has no rate for it.' }),
    cost: cost().meta({ description: 'What the same call would cost the partner. Null: not known.' }),
    margin: margin('The price less the cost.'),
  })
  .meta({ id: 'PriceMargin', description: 'What a call to a number would cost a tenant, and the partner.' });
export type PriceMargin = z.infer<typeof PriceMargin>;

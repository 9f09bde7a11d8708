import { z } from 'zod';
import { count, idOf, text } from '../platform/values/fields.ts';

const PartnerWholesale = z.object({
  partnerId: idOf('partner'),
  name: text('The partner’s name.', 'Northwind Voice'),
  calls: count('Charged parts of its tenants’ calls that ended in the month.', 812),
  callsWithoutCost: count('The number of calls without a wholesale rate. They aren’t included in any amount.', 3),
  costs: z
    .array(
      z.object({
        currency: text('The currency of the wholesale rates, by ISO 4217.', 'USD'),
        cost: text('The wholesale cost of the calls.', '96.40'),
      }),
    )
    .meta({ description: 'By currency: amounts of different ones are never added.' }),
  fees: z
    .array(
      z.object({
        currency: text('The currency of the wholesale terms, by ISO 4217.', 'USD'),
        fee: text('The fees of the month so far, before taxes, as invoices will have them.', '42.00'),
      }),
    )
    .meta({ description: 'For tenants, extensions and numbers by the month. Empty if none are agreed.' }),
});
export type PartnerWholesale = z.infer<typeof PartnerWholesale>;

export const WholesaleOfMonth = z
  .object({
    month: text('The month, by UTC.', '2026-11'),
    partners: z.array(PartnerWholesale).meta({ description: 'The partners with charged calls or fees, by name.' }),
  })
  .meta({
    id: 'WholesaleOfMonth',
    description: 'The wholesale cost of partners’ calls in a month, and their fees.',
  });
export type WholesaleOfMonth = z.infer<typeof WholesaleOfMonth>;

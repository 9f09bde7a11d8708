import { z } from 'zod';
import { Plan } from '../billing/profiles/plan-contract.ts';
import { text } from '../platform/values/fields.ts';

export const TenantAccount = z
  .object({
    plan: Plan.nullable().meta({ description: 'The terms of the current cycle. Null: nothing is charged now.' }),
    balances: z
      .array(
        z.object({
          currency: text('The currency, by ISO 4217.', 'USD'),
          balance: text('What the tenant owes; if negative, its credit.', '128.40'),
          overdue: text('The part that is overdue.', '0.00'),
        }),
      )
      .meta({ description: 'One for each currency in which the tenant was ever billed.' }),
  })
  .meta({ id: 'TenantAccount', description: 'A tenant’s plan, and what it owes.' });
export type TenantAccount = z.infer<typeof TenantAccount>;

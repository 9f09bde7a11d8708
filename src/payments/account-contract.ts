import { z } from 'zod';
import { text } from '../platform/values/fields.ts';
import { Plan } from '../billing/profiles/plan-contract.ts';

export const TenantAccount = z
  .object({
    plan: Plan.nullable().meta({ description: 'What the present cycle is billed by. Null: nothing is charged now.' }),
    balances: z
      .array(
        z.object({
          currency: text('The currency, by ISO 4217.', 'USD'),
          balance: text('What the tenant owes; below zero, what it has as credit.', '128.40'),
          overdue: text('What of it is past its due day.', '0.00'),
        }),
      )
      .meta({ description: 'One for each currency in which the tenant was ever billed.' }),
  })
  .meta({ id: 'TenantAccount', description: 'What a tenant is billed by, and what it owes.' });
export type TenantAccount = z.infer<typeof TenantAccount>;

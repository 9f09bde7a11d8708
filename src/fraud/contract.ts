import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf } from '../platform/http/paging.ts';
import { idOf, ignored, readOnly, text, time, version } from '../platform/values/fields.ts';
import { checkSpend, moneyFields } from '../platform/values/money-fields.ts';
import { wholeNumber } from '../platform/values/values.ts';

export const fraudErrors = {
  not_blocking: { status: 409, description: 'This rule blocks no calls now.' },
} as const satisfies ErrorTable;

export const FRAUD_RULES = ['spendPerHour', 'internationalMinutesPerDay', 'callsAtOnce'] as const;
export const FraudRule = z.enum(FRAUD_RULES);
export type FraudRule = z.infer<typeof FraudRule>;

/** What a rule does when it trips; each of them mails the partner's admins, too. */
export const FRAUD_ACTIONS = ['alert', 'block', 'suspend'] as const;
export type FraudAction = (typeof FRAUD_ACTIONS)[number];

const action = z.enum(FRAUD_ACTIONS).meta({
  description:
    'What is done in addition to the mail to the partner’s admins. `alert`: nothing. `block`: calls of this kind are refused until the block is lifted. `suspend`: the tenant is suspended, with the reason `fraud`.',
  examples: ['block'],
});

const off = (description: string) => `${description} Null: there is no such rule.`;

const rules = {
  spendPerHour: z
    .strictObject({ ...moneyFields('25.00'), action })
    .superRefine(checkSpend)
    .nullable()
    .meta({
      description: off(
        'What calls out may cost within any 60 minutes. It counts calls that are charged in its own currency, which has to be one of `currencies`. A block is for calls out that cost money.',
      ),
    }),
  internationalMinutesPerDay: z
    .strictObject({
      minutes: wholeNumber(1, 1_000_000).meta({
        description: 'Minutes within 24 hours that trip the rule.',
        examples: [120],
      }),
      action,
    })
    .nullable()
    .meta({
      description: off(
        'Minutes of calls out to expensive numbers (abroad, Caribbean, premium, satellite) within any 24 hours. A block is for those calls.',
      ),
    }),
  callsAtOnce: z
    .strictObject({
      calls: wholeNumber(1, 10_000).meta({
        description: 'Outbound calls in progress that trip the rule.',
        examples: [8],
      }),
      action,
    })
    .nullable()
    .meta({ description: off('Outbound calls in progress at the same time. A block is for all calls out.') }),
};

/** The thresholds at which a tenant's outbound calls look like fraud. Emergency calls are never counted or refused. */
export const FraudRules = z
  .strictObject(rules)
  .meta({ id: 'FraudRules', description: 'When outbound calls look like fraud, and what happens then.' });
export type FraudRules = z.infer<typeof FraudRules>;

export const TenantFraudRules = z
  .object({
    ...rules,
    currencies: z
      .object({
        present: text('The currency that calls are charged in now. Null: in none.', 'USD').nullable(),
        next: text(
          'The currency that calls are charged in from the next billing cycle on. Null: in none.',
          'USD',
        ).nullable(),
        nextFrom: time('When the present cycle ends. Null without one.').nullable(),
      })
      .meta({ description: 'The currencies that `spendPerHour` can be in. A rule in another one counts no calls.' }),
    version: version(),
  })
  .meta({ id: 'TenantFraudRules', description: 'When the tenant’s outbound calls look like fraud.' });
export type TenantFraudRules = z.infer<typeof TenantFraudRules>;

/** Accepts the response of GET. The version in it is ignored; `If-Match` counts. */
export const TenantFraudRulesPut = z
  .strictObject({ ...rules, currencies: readOnly(), version: ignored() })
  .meta({ id: 'TenantFraudRulesPut', description: 'The fraud rules of the tenant from now on.' });

export const FraudTrip = z
  .object({
    id: idOf('trip'),
    rule: FraudRule.meta({ description: 'The rule that tripped.' }),
    action: z.enum(FRAUD_ACTIONS).meta({ description: 'What the rule did in addition to the mail.' }),
    used: text('How much it was: an amount, minutes or calls.', '25.31'),
    limit: text('The limit of the rule then.', '25.00'),
    currency: text('The currency of a rule about money, by ISO 4217.', 'USD').nullable(),
    trippedAt: time('When the rule’s threshold was crossed.'),
    liftedAt: time('When the block was lifted.')
      .nullable()
      .meta({ description: 'When the block was lifted. Null while it blocks, and where nothing was blocked.' }),
  })
  .meta({ id: 'FraudTrip', description: 'A fraud rule that has tripped.' });
export type FraudTrip = z.infer<typeof FraudTrip>;
export const FraudTripList = listOf(FraudTrip);

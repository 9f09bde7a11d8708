import { z } from 'zod';
import { count, text, time } from '../../platform/values/fields.ts';
import { CHARGE_CLASSES } from '../profiles/terms-contract.ts';

/** The class of a charged leg: the kind of outside number, or incoming. */
export type ChargeClass = (typeof CHARGE_CLASSES)[number];

/** `metered`: of a TRIAL, which isn't charged. `unrated`: the price isn't known yet. */
export const CHARGE_STATES = ['rated', 'free', 'metered', 'unrated'] as const;
export type ChargeState = (typeof CHARGE_STATES)[number];

/** Why a part of a call is free, or has no price yet. */
export const CHARGE_REASONS = ['no_inbound_rate', 'unreadable_pin', 'not_rated'] as const;
export type ChargeReason = (typeof CHARGE_REASONS)[number];

const sums = {
  state: z.enum(CHARGE_STATES).meta({
    description:
      '`rated`: charged. `free`: without a charge. `metered`: of a trial, which would have paid this. `unrated`: no price is known yet, and none is guessed.',
  }),
  currency: text('The currency of the charge, by ISO 4217.', 'USD'),
  charge: text('What it comes to.', '0.024').nullable().meta({ description: 'The total. Null: not known yet.' }),
  billableSeconds: count('From the answer to the end, rounded up to whole seconds.', 61),
  chargedSeconds: count('The seconds that are charged, in the increments of the rate.', 120),
  includedSeconds: count('How many of the charged seconds came from the included minutes.', 0),
};

/** The charge of all answered parts of a call. */
export const CallCharge = z.object(sums).meta({ id: 'CallCharge', description: 'The charge of a call.' });
export type CallCharge = z.infer<typeof CallCharge>;

const amount = (description: string, example: string) => text(description, example);

/** The charge of one answered part of a call, and its reason. */
export const LegCharge = z
  .object({
    ...sums,
    number: text('The outside number that was called, or of a call from outside the tenant’s own.', '+442079460999'),
    class: z.enum(CHARGE_CLASSES).nullable().meta({ description: 'What kind of call it was. Null: not known.' }),
    destination: text('The name of the destination. May be empty.', 'London'),
    reason: z.enum(CHARGE_REASONS).nullable().meta({ description: 'Why it is free, or has no price yet.' }),
    ratedAgain: text('What it came to when it was last rated again.', '0.018').nullable().meta({
      description:
        'The charge when it was last rated again: the original charge stays, and the difference is an adjustment. Null: as charged.',
    }),
    answeredAt: time('When the leg was answered.'),
    endedAt: time('When the leg ended.'),
    rate: z
      .object({
        table: text('The name of the rate table.', 'Standard, USD'),
        prefix: text('The longest prefix of the number in it.', '4420'),
        validFrom: time('From when these rates apply.'),
        perMinute: amount('The price of a minute.', '0.012'),
        setup: amount('What each answered call costs at once.', '0.00'),
        minimum: amount('What an answered call costs at least.', '0.00'),
        initialSeconds: count('The seconds that are charged from the start.', 60),
        incrementSeconds: count('The steps in seconds in which it is charged after that.', 60),
      })
      .nullable()
      .meta({ description: 'The rate that held when this part of the call began. Null if there is none.' }),
  })
  .meta({ id: 'LegCharge', description: 'The charge of one answered part of a call, and its reason.' });
export type LegCharge = z.infer<typeof LegCharge>;

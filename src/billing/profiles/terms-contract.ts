import { z } from 'zod';
import { OUTBOUND_CLASSES } from '../../outbound/contract.ts';
import { isDay } from '../../platform/time/zoned-days.ts';

/** The classes of charged calls: by the kind of called number, or incoming. */
export const CHARGE_CLASSES = [...OUTBOUND_CLASSES, 'inbound'] as const;

export const ChargeClass = z.enum(CHARGE_CLASSES);
export type ChargeClass = z.infer<typeof ChargeClass>;

/** The lines of an invoice, in their order. A tax names those that it is charged on. */
export const LINE_KINDS = ['plan', 'extensions', 'numbers', 'setup', 'calls', 'adjustments'] as const;

/** Whole minor units of the profile's currency: cents, for dollars. `boundsOf` has the limits. */
const minor = z.int().min(0);
const ppm = z.int().min(0).max(1_000_000);

/**
 * A tax applies from a day until another one of its name begins; a rate of 0 ends it. `ratePpm` and `sharePpm` are millionths: 6.5 % is 65,000.
 * `onTaxes` names the taxes before it that its base includes. `kinds`: the lines of the invoices that it can be charged on.
 */
export const storedTaxOnLines = <const Kinds extends readonly string[]>(kinds: Kinds) =>
  z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('percent'),
      name: z.string(),
      validFrom: z.string().refine(isDay),
      ratePpm: ppm,
      sharePpm: ppm,
      on: z.array(z.enum(kinds)),
      onTaxes: z.array(z.string()),
    }),
    z.object({
      kind: z.enum(['perExtension', 'perNumber']),
      name: z.string(),
      validFrom: z.string().refine(isDay),
      amount: minor,
    }),
  ]);
/** A tax on lines of these kinds. Stored amounts are numbers in the minor unit, amounts in the API are text. */
export type TaxOf<Kind extends string, Amount> =
  | {
      kind: 'percent';
      name: string;
      validFrom: string;
      ratePpm: number;
      sharePpm: number;
      on: Kind[];
      onTaxes: string[];
    }
  | { kind: 'perExtension' | 'perNumber'; name: string; validFrom: string; amount: Amount };
export type StoredTax = TaxOf<string, number>;

export const ProfileTax = storedTaxOnLines(LINE_KINDS);
export type ProfileTax = z.infer<typeof ProfileTax>;

/**
 * The stored terms of a version of a billing profile. Fees are in the minor unit of its currency, per month, and those of extensions and numbers for
 * each one. `includedMinutes` are for calls of the classes in `includedClasses`. Without a rate table, outside calls of that direction are free.
 */
export const ProfileTerms = z.object({
  monthlyFee: minor,
  extensionFee: minor,
  localNumberFee: minor,
  tollFreeNumberFee: minor,
  setupFee: minor,
  extensionSetupFee: minor,
  localNumberSetupFee: minor,
  tollFreeNumberSetupFee: minor,
  includedMinutes: z.int().min(0).max(10_000_000),
  includedClasses: z.array(z.enum(CHARGE_CLASSES)),
  outboundRates: z.uuid().nullable(),
  inboundRates: z.uuid().nullable(),
  /** The day of the month on which cycles begin, 1 to 31; shorter months use their last day. */
  billingDay: z.int().min(1).max(31),
  paymentTermsDays: z.int().min(0).max(120),
  /** Days after the due date on which a reminder is sent. */
  reminderDays: z.array(z.int().min(0).max(365)),
  /** Days after the due date until the tenant is suspended. Null: never. */
  pastDueDays: z.int().min(1).max(365).nullable(),
  /** Whether a suspension by a cap ends when the next cycle begins or the cap is raised above the use. */
  liftCapSuspension: z.boolean(),
  taxes: z.array(ProfileTax),
});
export type ProfileTerms = z.infer<typeof ProfileTerms>;

/** The terms of a new profile: it charges nothing. */
export const INITIAL_TERMS: ProfileTerms = {
  monthlyFee: 0,
  extensionFee: 0,
  localNumberFee: 0,
  tollFreeNumberFee: 0,
  setupFee: 0,
  extensionSetupFee: 0,
  localNumberSetupFee: 0,
  tollFreeNumberSetupFee: 0,
  includedMinutes: 0,
  includedClasses: [],
  outboundRates: null,
  inboundRates: null,
  billingDay: 1,
  paymentTermsDays: 30,
  reminderDays: [1, 7, 12],
  pastDueDays: null,
  liftCapSuspension: true,
  taxes: [],
};

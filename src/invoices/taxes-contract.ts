import { z } from 'zod';
import { label, wholeNumber } from '../platform/values/values.ts';
import { LINE_KINDS as TAXABLE_KINDS } from '../billing/terms-contract.ts';

const MILLION = 1_000_000;
const MAX_TAXES = 40;

const shared = {
  name: label(60).meta({ description: 'The name of the tax on the invoice.', examples: ['NY sales tax'] }),
  validFrom: z.iso.date().meta({
    description:
      'The first day on which it applies, until another tax of the same name does. The last day of a billing cycle decides.',
    examples: ['2026-01-01'],
  }),
};
const amount = wholeNumber(0, 100 * MILLION).meta({
  description: 'The amount of a whole month, in the minor unit of the profile’s currency, such as cents.',
  examples: [75],
});

/** A tax, levy or fee that an invoice shows after its lines. */
export const Tax = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('percent').meta({ description: 'A share of lines of the invoice.' }),
      ...shared,
      ratePpm: wholeNumber(0, MILLION).meta({
        description: 'The rate, in millionths: 65000 is 6.5 %.',
        examples: [65_000],
      }),
      sharePpm: wholeNumber(0, MILLION).meta({
        description: 'The share of the lines that is taxed, in millionths: 649000 is 64.9 %.',
        examples: [MILLION],
      }),
      on: z
        .array(z.enum(TAXABLE_KINDS))
        .max(TAXABLE_KINDS.length * 2)
        .overwrite((kinds) => TAXABLE_KINDS.filter((kind) => kinds.includes(kind)))
        .meta({ description: 'The lines that are taxed.', examples: [['plan', 'calls']] }),
      onTaxes: z
        .array(label(60))
        .max(MAX_TAXES)
        .meta({ description: 'Names of taxes above this one that are taxed too.', examples: [[]] }),
    }),
    z.strictObject({
      kind: z.literal('perExtension').meta({ description: 'An amount per extension and month.' }),
      ...shared,
      amount,
    }),
    z.strictObject({
      kind: z.literal('perNumber').meta({ description: 'An amount per phone number and month.' }),
      ...shared,
      amount,
    }),
  ])
  .meta({ id: 'Tax', description: 'A tax, levy or fee on the invoices of a billing profile.' });
export type Tax = z.infer<typeof Tax>;

/** The taxes of a billing profile, in the order in which they are reckoned and printed. */
export const Taxes = z
  .array(Tax)
  .max(MAX_TAXES, `Use at most ${MAX_TAXES} taxes.`)
  .superRefine((taxes, context) => {
    taxes.forEach((tax, at) => {
      const above = taxes.slice(0, at);
      if (above.some(({ name, validFrom }) => name === tax.name && validFrom === tax.validFrom))
        context.addIssue({ code: 'custom', path: [at, 'validFrom'], message: 'This tax already begins on that day.' });
      if (tax.kind !== 'percent') return;
      for (const name of tax.onTaxes)
        if (name === tax.name || !above.some((other) => other.name === name))
          context.addIssue({ code: 'custom', path: [at, 'onTaxes'], message: `Put “${name}” above this tax.` });
    });
  });

/** A tax as it is stored with its invoice. */
export const TaxLine = z.object({
  name: z.string(),
  /** What it was reckoned on: an amount of the lines and taxes, or the amount per extension or number. Credit notes use the same. */
  of: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('percent'),
      ratePpm: z.int(),
      sharePpm: z.int(),
      on: z.array(z.string()),
      onTaxes: z.array(z.string()),
      baseMinor: z.int(),
    }),
    z.object({
      kind: z.enum(['perExtension', 'perNumber']),
      unitMinor: z.int(),
      unitDays: z.int(),
      nominalDays: z.int(),
    }),
  ]),
  amountMinor: z.int(),
});
export type TaxLine = z.infer<typeof TaxLine>;
export const TaxLines = z.array(TaxLine);

import { z } from 'zod';
import { label } from '../../platform/values/values.ts';
import { LINE_KINDS } from './terms-contract.ts';

const MILLION = 1_000_000;
const MAX_TAXES = 40;

const shared = {
  name: label(60).meta({ description: 'The name of the tax on the invoice.', examples: ['NY sales tax'] }),
  validFrom: z.iso.date('Choose a day.').meta({
    description:
      'The first day on which it applies, until another tax of the same name does. The last day of a billing cycle decides.',
    examples: ['2026-01-01'],
  }),
};

/** Parses a percentage with at most four decimals as millionths, without rounding. */
const millionths = () => {
  const message = 'Enter a percentage from 0 to 100, with at most 4 decimals.';
  return z.int(message).min(0, message).max(MILLION, message);
};

const amount = z
  .string()
  .regex(/^\d{1,11}(\.\d{1,4})?$/, 'Enter an amount such as 0.75.')
  .meta({ description: 'The amount of a whole month, in the currency of the fees.', examples: ['0.75'] });

/** The names of a kind of tax in the description of the API. */
type Named = { id: string; description: string };

/** A tax, levy or fee that an invoice shows after its lines. `kinds`: the lines that it can be charged on, in their order. */
const taxOnLines = <const Kinds extends readonly [string, ...string[]]>(kinds: Kinds, named: Named) =>
  z
    .discriminatedUnion('kind', [
      z
        .strictObject({
          kind: z.literal('percent').meta({ description: 'A share of lines of the invoice.' }),
          ...shared,
          ratePpm: millionths().meta({
            description: 'The rate, in millionths: 65000 is 6.5 %. A rate of 0 ends the tax from its day on.',
            examples: [65_000],
          }),
          sharePpm: millionths().meta({
            description: 'The share of the lines that is taxed, in millionths: 649000 is 64.9 %.',
            examples: [MILLION],
          }),
          on: z
            .array(z.enum(kinds))
            .max(kinds.length * 2)
            .overwrite((chosen) => inOrder(chosen, kinds))
            .meta({ description: 'The lines that are taxed.', examples: [[kinds[0], 'calls']] }),
          onTaxes: z
            .array(label(60))
            .max(MAX_TAXES)
            .overwrite((names) => [...new Set(names)])
            .meta({ description: 'Names of taxes above this one that are taxed too.', examples: [[]] }),
        })
        .refine(({ on, onTaxes }) => on.length + onTaxes.length > 0, {
          path: ['on'],
          message: 'Choose what it’s charged on.',
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
    .meta(named);

/** Without duplicates, in the order of `kinds`. */
const inOrder = <Kind extends string>(chosen: readonly Kind[], kinds: readonly string[]): Kind[] =>
  [...new Set(chosen)].toSorted((a, b) => kinds.indexOf(a) - kinds.indexOf(b));

/** The taxes on invoices, in the order in which they are calculated and printed. */
export const taxesOnLines = <const Kinds extends readonly [string, ...string[]]>(kinds: Kinds, named: Named) =>
  z
    .array(taxOnLines(kinds, named))
    .max(MAX_TAXES, `Use at most ${MAX_TAXES} taxes.`)
    .superRefine((taxes, context) => {
      taxes.forEach((tax, at) => {
        const above = taxes.slice(0, at);
        if (above.some(({ name, validFrom }) => name === tax.name && validFrom === tax.validFrom))
          context.addIssue({
            code: 'custom',
            path: [at, 'validFrom'],
            message: 'This tax already begins on that day.',
          });
        if (tax.kind !== 'percent') return;
        for (const name of tax.onTaxes)
          if (name === tax.name || !above.some((other) => other.name === name))
            context.addIssue({ code: 'custom', path: [at, 'onTaxes'], message: `Put “${name}” above this tax.` });
      });
    })
    .meta({
      description: 'Taxes, levies and fees, in the order in which they are calculated and printed.',
      examples: [[]],
    });

export const Taxes = taxesOnLines(LINE_KINDS, {
  id: 'Tax',
  description: 'A tax, levy or fee on the invoices of a billing profile.',
});
export type Tax = z.infer<typeof Taxes>[number];

import { z } from 'zod';

/** A tax as it is stored with its invoice. */
export const TaxLine = z.object({
  name: z.string(),
  /** The base of the tax: an amount of lines and taxes, or units of extensions or numbers. Credit notes use it, too. */
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

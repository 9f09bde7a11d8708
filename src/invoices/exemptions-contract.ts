import { z } from 'zod';
import { ignored, version } from '../platform/values/fields.ts';
import { optionalLabel } from '../platform/values/values.ts';

const day = (description: string, example: string) =>
  z.iso
    .date()
    .nullable()
    .meta({ description, examples: [example] });
const certificate = {
  description: 'The number of the certificate. Empty: the tenant pays taxes.',
  examples: ['ST-120 881'],
};
const validFrom = () => day('The first day on which it is valid. Null: always.', '2026-01-01');
const validUntil = () => day('The last day on which it is valid. Null: no end.', '2026-12-31');

export const TaxExemption = z
  .object({
    certificate: z.string().meta(certificate),
    validFrom: validFrom(),
    validUntil: validUntil(),
    version: version(),
  })
  .meta({ id: 'TaxExemption', description: 'Why a tenant pays no taxes.' });
export type TaxExemption = z.infer<typeof TaxExemption>;

export const TaxExemptionPut = z
  .strictObject({
    certificate: optionalLabel(100).meta(certificate),
    validFrom: validFrom(),
    validUntil: validUntil(),
    version: ignored(),
  })
  .refine(({ validFrom: from, validUntil: until }) => from === null || until === null || from <= until, {
    path: ['validUntil'],
    message: 'Choose a day after the first.',
  })
  .meta({ id: 'TaxExemptionPut', description: 'A tenant’s exemption from taxes.' });

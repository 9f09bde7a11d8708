import { z } from 'zod';
import { ignored, version } from '../../platform/values/fields.ts';
import { optionalLabel } from '../../platform/values/values.ts';

const day = (description: string, example: string) =>
  z.iso
    .date()
    .nullable()
    .meta({ description, examples: [example] });
const certificate = {
  description: 'The number of the certificate. Empty: taxes are paid.',
  examples: ['ST-120 881'],
};
const days = {
  validFrom: day('The first day on which it is valid. Null: always.', '2026-01-01'),
  validUntil: day('The last day on which it is valid. Null: no end.', '2026-12-31'),
};

/** The certificate of a tax exemption, and its days. */
export const exemptionFields = { certificate: z.string().meta(certificate), ...days };
export const exemptionPutFields = { certificate: optionalLabel(100).meta(certificate), ...days };
type Days = { validFrom: string | null; validUntil: string | null };
export const inOrder = ({ validFrom, validUntil }: Days): boolean =>
  validFrom === null || validUntil === null || validFrom <= validUntil;
export const OUT_OF_ORDER = { path: ['validUntil'], message: 'Choose a day after the first.' };

export const TaxExemption = z
  .object({ ...exemptionFields, version: version() })
  .meta({ id: 'TaxExemption', description: 'Why a tenant pays no taxes.' });
export type TaxExemption = z.infer<typeof TaxExemption>;

export const TaxExemptionPut = z
  .strictObject({ ...exemptionPutFields, version: ignored() })
  .refine(inOrder, OUT_OF_ORDER)
  .meta({ id: 'TaxExemptionPut', description: 'A tenant’s exemption from taxes.' });

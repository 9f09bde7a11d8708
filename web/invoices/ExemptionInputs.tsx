import { TextInput } from '../kit/forms/form.tsx';
import { FieldRow } from '../ui/fields.tsx';

type Exemption = { certificate: string; validFrom: string | null; validUntil: string | null };
export type TypedExemption = { certificate: string; validFrom: string; validUntil: string };

export const formOfExemption = ({ certificate, validFrom, validUntil }: Exemption): TypedExemption => ({
  certificate,
  validFrom: validFrom ?? '',
  validUntil: validUntil ?? '',
});
export const sentExemption = ({ certificate, validFrom, validUntil }: TypedExemption): Exemption => ({
  certificate,
  validFrom: validFrom === '' ? null : validFrom,
  validUntil: validUntil === '' ? null : validUntil,
});

/** The fields of a tax exemption certificate. `at`: its path in the form, such as `taxExemption.`. */
export function ExemptionInputs({
  at = '',
  label,
  whose,
}: {
  at?: string;
  label: string;
  whose: 'tenant' | 'partner';
}) {
  return (
    <>
      <TextInput
        name={`${at}certificate`}
        label={label}
        description={`Invoices have no taxes while it’s valid. Blank: the ${whose} pays taxes.`}
        maxLength={100}
      />
      <FieldRow>
        <TextInput name={`${at}validFrom`} label="Valid from" type="date" description="Optional" />
        <TextInput name={`${at}validUntil`} label="Valid until" type="date" description="Optional" />
      </FieldRow>
    </>
  );
}

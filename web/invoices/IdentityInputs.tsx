import { TextareaInput, TextInput } from '../kit/forms/form.tsx';

/** The seller's details on invoices, as form values. */
export type TypedIdentity = { legalName: string; address: string; taxIds: string; footer: string };

export const identityOf = ({
  legalName,
  address,
  taxIds,
  footer,
}: Omit<TypedIdentity, 'taxIds'> & { taxIds: string[] }): TypedIdentity => ({
  legalName,
  address,
  taxIds: taxIds.join('\n'),
  footer,
});
export const readIdentity = <Typed extends TypedIdentity>({ taxIds, ...typed }: Typed) => ({
  ...typed,
  taxIds: taxIds.split('\n').filter((line) => line.trim() !== ''),
});

export const IDENTITY_FIELDS = {
  legalName: { name: 'Name on invoices' },
  address: { name: 'Address' },
  taxIds: { name: 'Tax numbers' },
  footer: { name: 'Footer' },
};

export function IdentityInputs({ whoseName }: { whoseName: string }) {
  return (
    <>
      <TextInput
        name="legalName"
        label="Name on invoices"
        description={`Optional. ${whoseName} if blank.`}
        maxLength={100}
      />
      <TextareaInput name="address" label="Address" description="Optional" maxLength={500} />
      <TextareaInput name="taxIds" label="Tax numbers" description="Optional. One per line, at most 5." />
      <TextareaInput
        name="footer"
        label="Footer"
        description="Optional. How to pay, and whom to contact."
        maxLength={1000}
      />
    </>
  );
}

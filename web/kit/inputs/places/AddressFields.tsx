import { useMemo } from 'react';
import { useFormContext } from 'react-hook-form';
import { Fieldset } from '../../../ui/fields.tsx';
import { SelectInput, TextInput } from '../../forms/form.tsx';
import { addressCountries } from './address-countries.ts';

const LATER = 'Where the phones are. You can add this later. Until then, 911 callers have to say where they are.';

/** Where the phones are, for 911. */
export function AddressFields({ name, hint = LATER }: { name: string; hint?: string }) {
  return (
    <Fieldset legend="E911 address" hint={hint}>
      <TextInput name={`${name}.street`} label="Street" maxLength={100} />
      <TextInput name={`${name}.unit`} label="Unit" maxLength={50} />
      <TextInput name={`${name}.city`} label="City" maxLength={60} />
      <TextInput name={`${name}.state`} label="State" maxLength={40} />
      <TextInput name={`${name}.postalCode`} label="ZIP code" maxLength={12} />
      <CountryInput name={`${name}.country`} />
    </Fieldset>
  );
}

function CountryInput({ name }: { name: string }) {
  const present = useFormContext<Record<string, string>>().watch(name);
  const options = useMemo(() => addressCountries(present ?? ''), [present]);
  return <SelectInput name={name} label="Country" options={options} searchable />;
}

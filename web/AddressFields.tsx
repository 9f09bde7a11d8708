import { TextInput } from './form.tsx';
import { Fieldset } from './ui/fields.tsx';

/** Where help is sent when somebody dials 911. */
export function AddressFields({ name, reason }: { name: string; reason?: string | null }) {
  return (
    <Fieldset legend="E911 address" hint="Where help is sent when somebody dials 911. All of it, or nothing for now.">
      <TextInput name={`${name}.street`} label="Street" maxLength={100} reason={reason} />
      <TextInput name={`${name}.unit`} label="Unit" maxLength={50} reason={reason} />
      <TextInput name={`${name}.city`} label="City" maxLength={60} reason={reason} />
      <TextInput name={`${name}.state`} label="State" maxLength={40} reason={reason} />
      <TextInput name={`${name}.postalCode`} label="ZIP code" maxLength={12} reason={reason} />
      <TextInput name={`${name}.country`} label="Country" maxLength={2} reason={reason} />
    </Fieldset>
  );
}

import { useMemo } from 'react';
import { Fieldset } from '../../../ui/fields.tsx';
import { MultiSelectInput, SwitchInput, TextInput } from '../../forms/form.tsx';
import { countryOptions } from '../places/countries.ts';
import { CLASS_LABELS } from './outbound-form.ts';

type OutboundFieldsProps = {
  /** Their path in the form, such as `outboundPermissions.`; omitted if they are the whole form. */
  at?: string;
};

/** The outbound permissions of a tenant, or the defaults for new ones. */
export function OutboundFields({ at = '' }: OutboundFieldsProps) {
  const countries = useMemo(() => countryOptions(), []);
  return (
    <>
      <Fieldset legend="Numbers that may be called" hint="Emergency numbers and 988 always work.">
        {Object.entries(CLASS_LABELS).map(([name, { label, description }]) => (
          <SwitchInput key={name} name={`${at}classes.${name}`} label={label} description={description} />
        ))}
      </Fieldset>
      <MultiSelectInput
        name={`${at}countries`}
        label="Individual countries"
        options={countries}
        placeholder="Search countries"
        emptyText="No such country"
        description="Allowed even while all other countries or the Caribbean are off. Premium numbers there stay off."
      />
      <Fieldset
        legend="Concurrent calls"
        hint="Emergency calls aren’t counted. Calls that a number forwards outside are."
      >
        <TextInput name={`${at}maxConcurrentOutbound`} label="Per tenant" inputMode="numeric" />
        <TextInput name={`${at}maxConcurrentOutboundPerExtension`} label="Per extension" inputMode="numeric" />
      </Fieldset>
    </>
  );
}

import { useState } from 'react';
import { useFormContext } from 'react-hook-form';
import { type Target, TARGET_KINDS } from '../../../../src/destinations/contract.ts';
import { SelectInput } from '../../forms/form.tsx';
import { type FixedOptions, useDestinationOptions } from './destination-options.ts';
import { OutsideNumberInput } from './OutsideNumberInput.tsx';

type DestinationInputProps = {
  /** The form's field with a `DestinationForm`. */
  name: string;
  label: string;
  fixed: FixedOptions;
  kinds?: readonly Target['kind'][];
  description?: string;
};

/** Chooses where a call goes: one of the tenant's targets, or an outside number typed below. */
export function DestinationInput({ name, label, fixed, kinds = TARGET_KINDS, description }: DestinationInputProps) {
  const [typed, setTyped] = useState('');
  const chosen = useFormContext<Record<string, string>>().watch(`${name}.id`);
  const searched = useDestinationOptions({ typed, chosen }, { kinds, fixed });
  return (
    <>
      <SelectInput
        name={`${name}.id`}
        label={label}
        {...searched}
        searchable
        onSearch={setTyped}
        {...(description !== undefined && { description })}
      />
      {chosen === 'external' && (
        <OutsideNumberInput name={`${name}.number`} label={`Outside number: ${label.toLowerCase()}`} />
      )}
    </>
  );
}

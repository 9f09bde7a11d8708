import { useState } from 'react';
import { useFormContext } from 'react-hook-form';
import { SelectInput } from '../../forms/form.tsx';
import { useTenantId } from '../../session/tenant-context.ts';
import { useFoundOptions } from './found-options.ts';
import { playableSounds } from './tenant-objects.ts';

type MediaInputProps = {
  /** The form's field with the id of a sound, or null. */
  name: string;
  label: string;
  /** Says what is played if no sound is chosen. */
  placeholder: string;
  description: string;
  disabledReason: string | null;
};

/** A field for a sound of the tenant's media library. */
export function MediaInput({ name, ...props }: MediaInputProps) {
  const [typed, setTyped] = useState('');
  const chosen = useFormContext<Record<string, string | null>>().watch(name);
  return (
    <SelectInput
      {...props}
      name={name}
      {...useFoundOptions(playableSounds(useTenantId()), typed, chosen)}
      searchable
      clearable
      onSearch={setTyped}
      emptyText="No sound found. Add one under Media."
    />
  );
}

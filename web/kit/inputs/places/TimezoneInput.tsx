import { useMemo } from 'react';
import { useFormContext } from 'react-hook-form';
import { SelectInput } from '../../forms/form.tsx';
import { timezoneOptions } from './timezones.ts';

export function TimezoneInput() {
  const present = useFormContext<{ timezone: string | null }>().watch('timezone');
  const options = useMemo(() => timezoneOptions(present), [present]);
  return <SelectInput name="timezone" label="Timezone" options={options} searchable />;
}

import { useState } from 'react';
import { useFormContext } from 'react-hook-form';
import { SelectInput } from '../kit/forms/form.tsx';
import { useNumberOptions } from '../kit/inputs/choices/number-options.ts';

export function CallerIdInput() {
  const [typed, setTyped] = useState('');
  const chosen = useFormContext<{ outboundCallerIdDidId: string | null }>().watch('outboundCallerIdDidId');
  return (
    <SelectInput
      name="outboundCallerIdDidId"
      label="Outbound caller ID"
      clearable
      searchable
      onSearch={setTyped}
      placeholder="The first number"
      {...useNumberOptions(typed, chosen)}
      emptyText="No numbers found"
    />
  );
}

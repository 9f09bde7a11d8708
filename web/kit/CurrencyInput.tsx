import { SelectInput } from './form.tsx';

const OPTIONS = Intl.supportedValuesOf('currency').map((code) => ({ value: code, label: code }));

export function CurrencyInput({ name, disabledReason = null }: { name: string; disabledReason?: string | null }) {
  return <SelectInput name={name} label="Currency" options={OPTIONS} searchable disabledReason={disabledReason} />;
}

import { SelectInput } from './form.tsx';

const OPTIONS = Intl.supportedValuesOf('currency').map((code) => ({ value: code, label: code }));

export function CurrencyInput({ name, reason = null }: { name: string; reason?: string | null }) {
  return <SelectInput name={name} label="Currency" options={OPTIONS} searchable reason={reason} />;
}

import { SelectInput } from '../../forms/form.tsx';

const OPTIONS = Intl.supportedValuesOf('currency').map((code) => ({ value: code, label: code }));

export const CurrencyInput = ({ name }: { name: string }) => (
  <SelectInput name={name} label="Currency" options={OPTIONS} searchable />
);

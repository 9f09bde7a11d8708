import { CurrencyInput } from './CurrencyInput.tsx';
import { TextInput } from './form.tsx';

/** An amount and its currency, side by side in a `FieldRow`. `name`: the field of both, such as `limits.monthlySpend`. */
export const MoneyInputs = ({ name, label, description }: { name: string; label: string; description: string }) => (
  <>
    <TextInput name={`${name}.amount`} label={label} description={description} />
    <CurrencyInput name={`${name}.currency`} />
  </>
);

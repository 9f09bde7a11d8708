import type { ReactNode } from 'react';
import { TextInput } from '../../forms/form.tsx';
import { CurrencyInput } from './CurrencyInput.tsx';

type MoneyInputsProps = {
  /** The path of both fields, such as `limits.monthlySpend`. */
  name: string;
  label: string;
  description: ReactNode;
  onAmountChanged?: () => void;
};

/** An amount and its currency, side by side in a `FieldRow`. */
export const MoneyInputs = ({ name, label, description, onAmountChanged }: MoneyInputsProps) => (
  <>
    <TextInput
      name={`${name}.amount`}
      label={label}
      description={description}
      {...(onAmountChanged && { onChanged: onAmountChanged })}
    />
    <CurrencyInput name={`${name}.currency`} />
  </>
);

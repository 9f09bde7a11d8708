import { TextInput } from '../kit/forms/form.tsx';

export const FlowNumberField = () => (
  <TextInput
    name="number"
    label="Number"
    inputMode="numeric"
    maxLength={7}
    description="Optional. What phones dial to reach it, such as 500."
  />
);

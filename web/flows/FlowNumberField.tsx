import { TextInput } from '../kit/forms/form.tsx';

/** The number of the tenant's plan that leads to a flow. */
export const FlowNumberField = () => (
  <TextInput
    name="number"
    label="Number"
    inputMode="numeric"
    maxLength={7}
    description="Optional. What phones dial to reach it, such as 500."
  />
);

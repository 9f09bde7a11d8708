import { ChoiceInput } from '../forms/form.tsx';

/** The mode of a new key or webhook, in the field `mode`. */
export const ModeInput = () => (
  <ChoiceInput
    name="mode"
    label="For"
    options={[
      { value: 'live', label: 'Customers', hint: 'Live: all tenants but sandboxes' },
      { value: 'test', label: 'Sandboxes', hint: 'Test: to try programs out' },
    ]}
    description="Can’t be changed later."
  />
);

import { TextInput } from './form.tsx';
import { Fieldset } from '../ui/fields.tsx';

type LimitFieldsProps = {
  legend: string;
  /** Where in the form they are, such as `limits.`; left out: they are the form. */
  at?: string;
};

/** The limits of a tenant that act, and those that a new tenant starts with. */
export function LimitFields({ legend, at = '' }: LimitFieldsProps) {
  return (
    <Fieldset legend={legend} hint="Leave blank for no limit.">
      <TextInput name={`${at}maxExtensions`} label="Extensions" inputMode="numeric" />
      <TextInput name={`${at}maxDids`} label="Numbers" inputMode="numeric" />
      <TextInput
        name={`${at}alertThresholdPercent`}
        label="Alert at (percent)"
        inputMode="numeric"
        description="Your home page lists tenants that have used this much of a limit."
      />
    </Fieldset>
  );
}

import { TextInput } from '../form.tsx';
import { Fieldset } from '../ui/fields.tsx';

type LimitFieldsProps = {
  legend: string;
  /** Where in the form they are; left out: they are the form. */
  name?: string;
  currency: string;
  reason?: string | null;
};

/** The limits of a tenant, and those that a new tenant starts with. */
export function LimitFields({ legend, name, currency, reason = null }: LimitFieldsProps) {
  const at = (field: string) => (name ? `${name}.${field}` : field);
  return (
    <Fieldset
      legend={legend}
      hint="Empty is unlimited, 0 is none. Extensions and DIDs hold from now on; spend and minutes are kept, and hold once calls are rated."
    >
      <TextInput name={at('monthlySpend')} label={`Monthly spend (${currency})`} reason={reason} />
      <TextInput name={at('maxExtensions')} label="Extensions" inputMode="numeric" reason={reason} />
      <TextInput name={at('maxDids')} label="DIDs" inputMode="numeric" reason={reason} />
      <TextInput name={at('maxMonthlyMinutes')} label="Minutes a month" inputMode="numeric" reason={reason} />
      <TextInput name={at('alertThresholdPercent')} label="Alert at (percent)" inputMode="numeric" reason={reason} />
    </Fieldset>
  );
}

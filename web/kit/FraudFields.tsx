import { FRAUD_ACTIONS } from '../../src/fraud/contract.ts';
import { FieldRow, Fieldset } from '../ui/fields.tsx';
import { SelectInput, TextInput } from './form.tsx';
import { FRAUD_ACTION_NAMES, FRAUD_RULE_NAMES } from './fraud-form.ts';
import { MoneyInputs } from './MoneyInputs.tsx';

const ACTIONS = FRAUD_ACTIONS.map((value) => ({ value, label: FRAUD_ACTION_NAMES[value] }));

/** The fraud rules of a tenant, and those that a new tenant starts with. `at`: where in the form they are, such as `fraudRules.`. */
export function FraudFields({ at = '' }: { at?: string }) {
  return (
    <Fieldset
      legend="Fraud rules"
      hint="A stolen phone password is used at night, for expensive calls. Leave a rule blank to go without it. 911 is never counted or refused."
    >
      <FieldRow>
        <MoneyInputs
          name={`${at}spendPerHour`}
          label={FRAUD_RULE_NAMES.spendPerHour}
          description="What outbound calls cost within any 60 minutes. Counts for tenants with a billing profile."
        />
        <SelectInput name={`${at}spendPerHour.action`} label="When it’s reached" options={ACTIONS} />
      </FieldRow>
      <FieldRow>
        <TextInput
          name={`${at}internationalMinutesPerDay.minutes`}
          label={FRAUD_RULE_NAMES.internationalMinutesPerDay}
          inputMode="numeric"
          description="Minutes abroad, to the Caribbean, premium and satellite numbers within any 24 hours."
        />
        <SelectInput name={`${at}internationalMinutesPerDay.action`} label="When they’re reached" options={ACTIONS} />
      </FieldRow>
      <FieldRow>
        <TextInput
          name={`${at}callsAtOnce.calls`}
          label={FRAUD_RULE_NAMES.callsAtOnce}
          inputMode="numeric"
          description="Acts on one call more than this."
        />
        <SelectInput name={`${at}callsAtOnce.action`} label="When there are more" options={ACTIONS} />
      </FieldRow>
    </Fieldset>
  );
}

import { FRAUD_ACTIONS } from '../../../../src/fraud/contract.ts';
import { FieldRow, Fieldset } from '../../../ui/fields.tsx';
import { SelectInput, TextInput } from '../../forms/form.tsx';
import { MoneyInputs } from '../money/MoneyInputs.tsx';
import { FRAUD_ACTION_NAMES, FRAUD_RULE_NAMES } from './fraud-form.ts';

const ACTIONS = FRAUD_ACTIONS.map((value) => ({ value, label: FRAUD_ACTION_NAMES[value] }));

/** The fraud rules of a tenant, and those that a new tenant starts with. `at`: their path in the form, such as `fraudRules.`. */
export function FraudFields({ at = '' }: { at?: string }) {
  return (
    <Fieldset
      legend="Fraud rules"
      hint="Stolen phone passwords are used at night to make expensive calls. Leave a rule blank to turn it off. 911 is never counted or refused."
    >
      <FieldRow>
        <MoneyInputs
          name={`${at}spendPerHour`}
          label={FRAUD_RULE_NAMES.spendPerHour}
          description="What outbound calls cost within any 60 minutes. Applies to tenants with a billing profile."
        />
        <SelectInput name={`${at}spendPerHour.action`} label="When it’s reached" options={ACTIONS} />
      </FieldRow>
      <FieldRow>
        <TextInput
          name={`${at}internationalMinutesPerDay.minutes`}
          label={FRAUD_RULE_NAMES.internationalMinutesPerDay}
          inputMode="numeric"
          description="Minutes to other countries, the Caribbean, and premium and satellite numbers within any 24 hours."
        />
        <SelectInput name={`${at}internationalMinutesPerDay.action`} label="When they’re reached" options={ACTIONS} />
      </FieldRow>
      <FieldRow>
        <TextInput
          name={`${at}callsAtOnce.calls`}
          label={FRAUD_RULE_NAMES.callsAtOnce}
          inputMode="numeric"
          description="Acts on the first call above this number."
        />
        <SelectInput name={`${at}callsAtOnce.action`} label="When there are more" options={ACTIONS} />
      </FieldRow>
    </Fieldset>
  );
}

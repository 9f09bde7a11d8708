import { FieldRow, Fieldset } from '../../../ui/fields.tsx';
import { Time } from '../../../ui/Time.tsx';
import { TextInput } from '../../forms/form.tsx';
import { NoMail } from '../../pages/NoMail.tsx';
import { MoneyInputs } from '../money/MoneyInputs.tsx';
import { type ProfileChoice, SpendBelowFees, SpendInputs } from '../money/SpendInputs.tsx';

type LimitFieldsProps = {
  legend: string;
  /** Their path in the form, such as `limits.`; omitted if they are the whole form. */
  at?: string;
  profile: ProfileChoice;
  /** The end of the current cycle, if it is in another currency and so has its own spend limit. */
  thisCycleEnds?: string | null;
};

/** The limits of a tenant, and those that a new tenant starts with. */
export function LimitFields({ legend, at = '', profile, thisCycleEnds = null }: LimitFieldsProps) {
  return (
    <Fieldset
      legend={legend}
      hint="Leave blank for no limit. Limits on spend and minutes refuse new calls and end live ones, except 911. They apply to tenants with a billing profile."
    >
      {thisCycleEnds !== null && (
        <FieldRow>
          <MoneyInputs
            name="cycleInOtherCurrency.monthlySpend"
            label="Spend in this cycle"
            description={
              <>
                Until <Time at={thisCycleEnds} />, while the cycle is in the currency of the former billing profile.
              </>
            }
          />
        </FieldRow>
      )}
      <FieldRow>
        <SpendInputs name={`${at}monthlySpend`} profile={profile} until={thisCycleEnds} />
        <TextInput name={`${at}maxMonthlyMinutes`} label="Minutes per billing cycle" inputMode="numeric" />
      </FieldRow>
      <SpendBelowFees name={`${at}monthlySpend`} profile={profile} />
      <TextInput name={`${at}maxExtensions`} label="Extensions" inputMode="numeric" />
      <TextInput name={`${at}maxDids`} label="Numbers" inputMode="numeric" />
      <TextInput
        name={`${at}alertThresholdPercent`}
        label="Alert at (percent)"
        inputMode="numeric"
        description="When a tenant reaches this share of a limit, you get an email and your home page lists it."
      />
      <NoMail />
    </Fieldset>
  );
}

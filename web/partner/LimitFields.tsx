import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useFormContext } from 'react-hook-form';
import { CurrencyInput } from '../CurrencyInput.tsx';
import { ChoiceInput, TextInput } from '../form.tsx';
import { Fieldset } from '../ui/fields.tsx';
import { billingProfilesQuery } from './billing-profiles.ts';
import { REACHED } from './limits-form.ts';

type LimitFieldsProps = {
  legend: string;
  /** Where in the form they are, such as `limits.`; left out: they are the form. */
  at?: string;
  /** Whose currency an amount is most likely meant in. */
  profileId: string | null;
  reason?: string | null;
};

/** The limits of a tenant, and those that a new tenant starts with. */
export function LimitFields({ legend, at = '', profileId, reason = null }: LimitFieldsProps) {
  useCurrencyOf(profileId, `${at}monthlySpend`);
  return (
    <Fieldset
      legend={legend}
      hint="Empty is unlimited, 0 is none. Extensions and DIDs hold from now on; spend and minutes are kept, and hold once calls are rated."
    >
      <TextInput name={`${at}monthlySpend.amount`} label="Monthly spend" reason={reason} />
      <CurrencyInput name={`${at}monthlySpend.currency`} reason={reason} />
      <TextInput name={`${at}maxExtensions`} label="Extensions" inputMode="numeric" reason={reason} />
      <TextInput name={`${at}maxDids`} label="DIDs" inputMode="numeric" reason={reason} />
      <TextInput name={`${at}maxMonthlyMinutes`} label="Minutes a month" inputMode="numeric" reason={reason} />
      <TextInput name={`${at}alertThresholdPercent`} label="Alert at (percent)" inputMode="numeric" reason={reason} />
    </Fieldset>
  );
}

/** The billing profile's currency stands there until an amount is typed or another one chosen. */
function useCurrencyOf(profileId: string | null, path: string): void {
  const { data } = useQuery(billingProfilesQuery);
  const { getValues, setValue, getFieldState, formState } = useFormContext();
  const currency = data?.items.find(({ id }) => id === profileId)?.currency;
  const chosen = getFieldState(`${path}.currency`, formState).isDirty;
  useEffect(() => {
    if (currency && !chosen && getValues(`${path}.amount`) === '') setValue(`${path}.currency`, currency);
  }, [currency, chosen, path, getValues, setValue]);
}

type WhenReachedProps = { name: string; label: string; reason: string | null };

export function WhenReachedInput({ name, label, reason }: WhenReachedProps) {
  const options = Object.entries(REACHED).map(([value, words]) => ({ value, ...words, reason }));
  return <ChoiceInput name={name} label={label} options={options} />;
}

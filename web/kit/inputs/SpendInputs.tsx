import { type ReactNode, useEffect } from 'react';
import { useFormContext } from 'react-hook-form';
import { useProfileCurrency } from './billing-profiles.ts';
import { MoneyInputs } from './MoneyInputs.tsx';
import { Time } from '../../ui/Time.tsx';
import type { SpendTyped } from './limits-form.ts';

type SpendInputsProps = { name: string; profile: ProfileChoice; until?: string | null };

/** The billing profile that decides the limit's currency: the form's field for it, or its currency. */
export type ProfileChoice = { field: string } | { currency: string | null };

/** A spend limit in the currency of the billing profile. A blank or newly typed limit takes the profile's currency. */
export function SpendInputs({ name, profile, until = null }: SpendInputsProps) {
  const { watch, setValue } = useFormContext();
  const chosen = useProfileCurrency('field' in profile ? watch(profile.field) : null);
  const currency = 'field' in profile ? chosen : profile.currency;
  const typed: SpendTyped = watch(name);
  const isBlank = typed.amount.trim() === '';
  const differs = currency !== null && typed.currency !== currency;
  const followProfile = () => {
    if (differs) setValue(`${name}.currency`, currency);
  };
  useEffect(() => {
    if (isBlank && differs) setValue(`${name}.currency`, currency);
  }, [isBlank, differs, currency, name, setValue]);
  return (
    <MoneyInputs
      name={name}
      label="Spend per billing cycle"
      onAmountChanged={followProfile}
      description={spendHint(differs ? currency : null, until)}
    />
  );
}

function spendHint(otherCurrency: string | null, until: string | null): ReactNode {
  if (otherCurrency !== null)
    return `The billing profile charges in ${otherCurrency}: enter the limit in ${otherCurrency}. Your old limit applies until the current cycle ends.`;
  if (until === null) return 'Before tax.';
  return (
    <>
      Before tax. Applies from <Time at={until} />, when the next billing cycle begins.
    </>
  );
}

import { type ReactNode, useEffect } from 'react';
import { useFormContext } from 'react-hook-form';
import { useProfileCurrency } from './billing-profiles.ts';
import { MoneyInputs } from './MoneyInputs.tsx';
import { Time } from '../../ui/Time.tsx';
import type { SpendTyped } from './limits-form.ts';

type SpendInputsProps = { name: string; profile: ProfileChoice; until?: string | null };

/** Where the billing profile comes from that the limit has to fit: the field of the form that it is chosen in, or the currency that it charges in. */
export type ProfileChoice = { field: string } | { currency: string | null };

/** A spend limit. Its currency is the one of the billing profile: a blank limit follows it, and so does one that is typed anew. */
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
    return `The billing profile charges in ${otherCurrency}: enter the limit in ${otherCurrency}. The limit you had stays until the present cycle ends.`;
  if (until === null) return 'Before tax.';
  return (
    <>
      Before tax. Applies from <Time at={until} />, when the next billing cycle begins.
    </>
  );
}

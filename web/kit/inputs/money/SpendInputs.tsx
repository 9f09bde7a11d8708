import { type ReactNode, useEffect } from 'react';
import { useFormContext } from 'react-hook-form';
import { Notice } from '../../../ui/Notice.tsx';
import { Time } from '../../../ui/Time.tsx';
import type { SpendTyped } from '../limits/limits-form.ts';
import { amountLabel } from './amount.ts';
import { useBillingProfile } from './billing-profiles.ts';
import { MoneyInputs } from './MoneyInputs.tsx';

type SpendInputsProps = { name: string; profile: ProfileChoice; until?: string | null };

type Money = { amount: string; currency: string };

/** The billing profile that a limit has to fit: the form's field for it, or its currency and the tenant's fees of a month. */
export type ProfileChoice = { field: string } | { currency: string | null; fees: Money | null };

/** The currency of the profile, and its fees of a month: those of the tenant, or only its monthly fee if it is being chosen. */
function useProfile(profile: ProfileChoice): { currency: string | null; fees: Money | null } {
  const { watch } = useFormContext<Record<string, string | null>>();
  const chosen = useBillingProfile('field' in profile ? watch(profile.field) : null);
  if (!('field' in profile)) return profile;
  if (!chosen) return { currency: null, fees: null };
  return { currency: chosen.currency, fees: { amount: chosen.terms.monthlyFee, currency: chosen.currency } };
}

/** A spend limit in the currency of the billing profile. A blank or newly typed limit takes the profile's currency. */
export function SpendInputs({ name, profile, until = null }: SpendInputsProps) {
  const { watch, setValue } = useFormContext<Record<string, SpendTyped>>();
  const { currency } = useProfile(profile);
  const typed = watch(name);
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

/** Warns of a spend limit that fees alone use up: no call that costs money would be left. */
export function SpendBelowFees({ name, profile }: Pick<SpendInputsProps, 'name' | 'profile'>) {
  const { watch } = useFormContext<Record<string, SpendTyped>>();
  const { fees } = useProfile(profile);
  const typed = watch(name);
  if (fees === null || typed.currency !== fees.currency || !isUsedUpBy(fees, typed)) return null;
  return (
    <Notice tone="warning" alert>
      The fees of a month come to {amountLabel(fees.amount, fees.currency)}, and count towards the spend. Once they
      reach this limit, calls that cost money are refused until the next billing cycle.
    </Notice>
  );
}

const isUsedUpBy = (fees: Money, { amount }: SpendTyped): boolean =>
  amount.trim() !== '' && Number(fees.amount) > 0 && Number(fees.amount) >= Number(amount);

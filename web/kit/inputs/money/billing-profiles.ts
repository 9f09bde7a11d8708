import { useQuery } from '@tanstack/react-query';
import type { BillingProfile } from '../../../../src/billing/contract.ts';
import { listBillingProfiles } from '../../../../src/billing/endpoints.ts';
import type { SelectOption } from '../../../ui/SelectField.tsx';
import { apiQuery } from '../../session/queries.ts';

export const billingProfilesQuery = apiQuery(listBillingProfiles, { query: { limit: 200 } });

/** The partner's billing profiles as options. */
export function useBillingProfiles(): SelectOption[] {
  const { data } = useQuery(billingProfilesQuery);
  return (data?.items ?? []).map(({ id, name, currency }) => ({ value: id, label: `${name} (${currency})` }));
}

/** A profile; null for none, or while profiles are loading. */
export function useBillingProfile(id: string | null): BillingProfile | null {
  const { data } = useQuery(billingProfilesQuery);
  return data?.items.find((profile) => profile.id === id) ?? null;
}

/** The currency of a profile; null for none, or while profiles are loading. */
export const useProfileCurrency = (id: string | null): string | null => useBillingProfile(id)?.currency ?? null;

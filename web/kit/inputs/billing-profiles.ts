import { useQuery } from '@tanstack/react-query';
import { listBillingProfiles } from '../../../src/billing/endpoints.ts';
import type { SelectOption } from '../../ui/SelectField.tsx';
import { apiQuery } from '../session/queries.ts';

export const billingProfilesQuery = apiQuery(listBillingProfiles, { query: { limit: 200 } });

/** The partner's billing profiles as options. */
export function useBillingProfiles(): SelectOption[] {
  const { data } = useQuery(billingProfilesQuery);
  return (data?.items ?? []).map(({ id, name, currency }) => ({ value: id, label: `${name} (${currency})` }));
}

/** The currency of a profile; null for none, or while profiles are loading. */
export function useProfileCurrency(id: string | null): string | null {
  const { data } = useQuery(billingProfilesQuery);
  return data?.items.find((profile) => profile.id === id)?.currency ?? null;
}

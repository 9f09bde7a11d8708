import { queryOptions, useQuery } from '@tanstack/react-query';
import type { BillingProfile } from '../../src/billing/contract.ts';
import { api, type Page } from './api.ts';
import type { SelectOption } from '../ui/SelectField.tsx';

export const billingProfilesQuery = queryOptions({
  queryKey: ['billing-profiles'],
  queryFn: () => api.get<Page<BillingProfile>>('/billing-profiles', { limit: 200 }),
});

/** The partner's billing profiles, as options; none while there are none. */
export function useBillingProfiles(): SelectOption[] {
  const { data } = useQuery(billingProfilesQuery);
  return (data?.items ?? []).map(({ id, name, currency }) => ({ value: id, label: `${name} (${currency})` }));
}

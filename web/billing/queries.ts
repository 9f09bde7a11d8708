import {
  getBillingProfile,
  listBillingProfiles,
  listBillingProfileTenants,
  listBillingProfileVersions,
  previewBilling,
} from '../../src/billing/endpoints.ts';
import type { ListSearch } from '../kit/lists/search.ts';
import { apiList, apiQuery } from '../kit/session/queries.ts';

export const profilesList = (search: ListSearch) => apiList(listBillingProfiles, { search });

export const profileQuery = (profileId: string) => apiQuery(getBillingProfile, { params: { profileId } });

export const profileTenantsList = (profileId: string, search: ListSearch) =>
  apiList(listBillingProfileTenants, { params: { profileId }, search });

export const profileVersionsQuery = (profileId: string) =>
  apiQuery(listBillingProfileVersions, { params: { profileId } });

export const profilePreviewQuery = (tenantId: string, profileId: string) =>
  apiQuery(previewBilling, { params: { tenantId }, query: { profileId } });

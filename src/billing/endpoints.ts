import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors } from '../platform/http/errors.ts';
import {
  billingErrors,
  BillingProfile,
  BillingProfileCreate,
  BillingProfileList,
  BillingProfilePatch,
  BillingProfileQuery,
  BillingProfileVersionList,
  ProfileTenantList,
  ProfileTenantQuery,
} from './contract.ts';
import { BillingPreview, BillingPreviewQuery } from './profiles/preview-contract.ts';

export const listBillingProfiles = endpoint({
  id: 'listBillingProfiles',
  method: 'GET',
  path: '/billing-profiles',
  scope: 'partner',
  permission: 'billing-profiles.read',
  summary: 'List billing profiles',
  description: 'Returns the partner’s billing profiles in their current versions.',
  query: BillingProfileQuery,
  response: BillingProfileList,
});

export const createBillingProfile = endpoint({
  id: 'createBillingProfile',
  method: 'POST',
  path: '/billing-profiles',
  scope: 'partner',
  permission: 'billing-profiles.write',
  summary: 'Add a billing profile',
  description:
    'A billing profile says what a tenant is charged: fees, included minutes, rates of calls, and when. The currency can’t be changed later.',
  body: BillingProfileCreate,
  response: BillingProfile,
  status: 201,
  errors: pickErrors(billingErrors, 'name_taken'),
});

export const getBillingProfile = endpoint({
  id: 'getBillingProfile',
  method: 'GET',
  path: '/billing-profiles/{profileId}',
  scope: 'partner',
  permission: 'billing-profiles.read',
  summary: 'Get a billing profile',
  description: 'Returns one billing profile of the partner in its current version.',
  response: BillingProfile,
});

export const editBillingProfile = endpoint({
  id: 'editBillingProfile',
  method: 'PATCH',
  path: '/billing-profiles/{profileId}',
  scope: 'partner',
  permission: 'billing-profiles.write',
  summary: 'Change a billing profile',
  description:
    'Changes the name or the terms. New terms apply from each tenant’s next cycle; the current cycle keeps those that it began with.',
  body: BillingProfilePatch,
  response: BillingProfile,
  headers: ['If-Match'],
  errors: pickErrors(billingErrors, 'name_taken'),
});

export const listBillingProfileVersions = endpoint({
  id: 'listBillingProfileVersions',
  method: 'GET',
  path: '/billing-profiles/{profileId}/versions',
  scope: 'partner',
  permission: 'billing-profiles.read',
  summary: 'List what a billing profile has said',
  description: 'All terms of the profile, from the present ones to the first.',
  response: BillingProfileVersionList,
});

export const listBillingProfileTenants = endpoint({
  id: 'listBillingProfileTenants',
  method: 'GET',
  path: '/billing-profiles/{profileId}/tenants',
  scope: 'partner',
  permission: 'billing-profiles.read',
  summary: 'List the tenants of a billing profile',
  description: 'The tenants that use the profile, and from when its current terms apply to each.',
  query: ProfileTenantQuery,
  response: ProfileTenantList,
});

export const deleteBillingProfile = endpoint({
  id: 'deleteBillingProfile',
  method: 'DELETE',
  path: '/billing-profiles/{profileId}',
  scope: 'partner',
  permission: 'billing-profiles.write',
  summary: 'Delete a billing profile',
  description:
    'Only a profile that no tenant and no tenant defaults use can be deleted. Past billing cycles keep its terms.',
  headers: ['If-Match'],
  errors: pickErrors(billingErrors, 'profile_in_use'),
});

export const previewBilling = endpoint({
  id: 'previewBilling',
  method: 'GET',
  path: '/tenants/{tenantId}/billing-preview',
  scope: 'record',
  permission: 'billing-profiles.read',
  summary: 'Preview a billing profile for a tenant',
  description:
    'What the tenant’s last month would have cost before taxes, by a profile’s current terms and rates. Changes nothing. A call forwarded to an outside number is included only if it was charged.',
  query: BillingPreviewQuery,
  response: BillingPreview,
});

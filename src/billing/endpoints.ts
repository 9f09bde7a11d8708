import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors } from '../platform/http/errors.ts';
import {
  billingErrors,
  BillingProfile,
  BillingProfileCreate,
  BillingProfileList,
  BillingProfilePatch,
  BillingProfileQuery,
} from './contract.ts';

export const listBillingProfiles = endpoint({
  id: 'listBillingProfiles',
  method: 'GET',
  path: '/billing-profiles',
  scope: 'partner',
  permission: 'billing-profiles.read',
  summary: 'List billing profiles',
  description: 'The billing profiles of the partner.',
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
  description: 'A billing profile is a name and a currency to sort tenants by. The currency can’t be changed later.',
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
  description: 'One billing profile of the partner.',
  response: BillingProfile,
});

export const renameBillingProfile = endpoint({
  id: 'renameBillingProfile',
  method: 'PATCH',
  path: '/billing-profiles/{profileId}',
  scope: 'partner',
  permission: 'billing-profiles.write',
  summary: 'Rename a billing profile',
  description: 'Changes the name. Tenants that use the profile keep it.',
  body: BillingProfilePatch,
  response: BillingProfile,
  headers: ['If-Match'],
  errors: pickErrors(billingErrors, 'name_taken'),
});

export const deleteBillingProfile = endpoint({
  id: 'deleteBillingProfile',
  method: 'DELETE',
  path: '/billing-profiles/{profileId}',
  scope: 'partner',
  permission: 'billing-profiles.write',
  summary: 'Delete a billing profile',
  description: 'Only a profile that no tenant and no tenant defaults use can be deleted.',
  headers: ['If-Match'],
  errors: pickErrors(billingErrors, 'profile_in_use'),
});

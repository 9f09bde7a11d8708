import { endpoint } from '../platform/http/endpoint.ts';
import {
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
  summary: 'The billing profiles of the partner',
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
  body: BillingProfileCreate,
  response: BillingProfile,
  status: 201,
});

export const getBillingProfile = endpoint({
  id: 'getBillingProfile',
  method: 'GET',
  path: '/billing-profiles/{profileId}',
  scope: 'partner',
  permission: 'billing-profiles.read',
  summary: 'One billing profile',
  response: BillingProfile,
});

export const renameBillingProfile = endpoint({
  id: 'renameBillingProfile',
  method: 'PATCH',
  path: '/billing-profiles/{profileId}',
  scope: 'partner',
  permission: 'billing-profiles.write',
  summary: 'Rename a billing profile',
  body: BillingProfilePatch,
  response: BillingProfile,
  headers: ['If-Match'],
});

export const deleteBillingProfile = endpoint({
  id: 'deleteBillingProfile',
  method: 'DELETE',
  path: '/billing-profiles/{profileId}',
  scope: 'partner',
  permission: 'billing-profiles.write',
  summary: 'Remove a billing profile that nothing uses',
  headers: ['If-Match'],
});

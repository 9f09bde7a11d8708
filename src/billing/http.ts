import type { Server } from '../platform/http/server.ts';
import * as contract from './contract.ts';
import { addProfile, listProfiles, removeProfile, renameProfile, toProfile } from './profiles.ts';
import { findProfile } from './sql.ts';

/** Billing profiles: the templates a partner bills by. */
export function billingRoutes(server: Server): void {
  const onePath = '/billing-profiles/:profileId';

  server.endpoint({
    method: 'GET',
    path: '/billing-profiles',
    id: 'listBillingProfiles',
    summary: 'The billing profiles of the partner',
    permission: 'billing-profiles.read',
    scope: 'partner',
    query: contract.BillingProfileQuery,
    answers: { 200: contract.BillingProfileList },
    handle: ({ tx, query }) => listProfiles(tx, query),
  });

  server.endpoint({
    method: 'POST',
    path: '/billing-profiles',
    id: 'createBillingProfile',
    summary: 'Add a billing profile',
    permission: 'billing-profiles.write',
    scope: 'partner',
    body: contract.BillingProfileCreate,
    answers: { 201: contract.BillingProfile },
    handle: ({ tx, caller, body }) => addProfile(tx, caller, caller.partner!.id, body),
  });

  server.endpoint({
    method: 'GET',
    path: onePath,
    id: 'getBillingProfile',
    summary: 'One billing profile',
    permission: 'billing-profiles.read',
    scope: 'partner',
    answers: { 200: contract.BillingProfile },
    find: ({ tx, params }) => findProfile(tx, params.profileId!),
    handle: async ({ found }) => toProfile(found),
  });

  server.endpoint({
    method: 'PATCH',
    path: onePath,
    id: 'renameBillingProfile',
    summary: 'Rename a billing profile',
    permission: 'billing-profiles.write',
    scope: 'partner',
    body: contract.BillingProfilePatch,
    answers: { 200: contract.BillingProfile },
    find: ({ tx, params }) => findProfile(tx, params.profileId!),
    handle: ({ tx, caller, found, body, ifMatch }) => renameProfile(tx, caller, found, body.name, ifMatch),
  });

  server.endpoint({
    method: 'DELETE',
    path: onePath,
    id: 'deleteBillingProfile',
    summary: 'Remove a billing profile that nothing uses',
    permission: 'billing-profiles.write',
    scope: 'partner',
    answers: { 204: null },
    find: ({ tx, params }) => findProfile(tx, params.profileId!),
    handle: ({ tx, caller, found, ifMatch }) => removeProfile(tx, caller, found, ifMatch),
  });
}

import { byId } from '../platform/http/by-id.ts';
import type { Server } from '../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import { previewBilling } from './profiles/previews.ts';
import { listProfileTenants, listVersions } from './profiles/profile-uses.ts';
import { createProfile, editProfile, listProfiles, readProfile, deleteProfile } from './profiles/profiles.ts';
import { findProfile } from './sql.ts';

/** The profile that the path names. */
const existing = byId('profileId', findProfile);

/** Billing profiles: what a partner charges its tenants. */
export function billingRoutes(server: Server): void {
  server.on(endpoints.listBillingProfiles, ({ tx, query }) => listProfiles(tx, query));

  server.on(endpoints.createBillingProfile, ({ tx, caller, partnerId, body }) =>
    createProfile(tx, caller, partnerId, body),
  );

  server.on(endpoints.getBillingProfile, existing, ({ tx, found }) => readProfile(tx, found.id));

  server.on(endpoints.editBillingProfile, existing, ({ tx, caller, found, body, ifMatch }) =>
    editProfile(tx, caller, { found, patch: body, ifMatch }),
  );

  server.on(endpoints.listBillingProfileVersions, existing, ({ tx, found }) => listVersions(tx, found.id));

  server.on(endpoints.listBillingProfileTenants, existing, ({ tx, found, query, now }) =>
    listProfileTenants(tx, found.id, query, now),
  );

  server.on(endpoints.previewBilling, ({ tx, tenant, query, now }) =>
    previewBilling(tx, tenant.id, query.profileId, now),
  );

  server.on(endpoints.deleteBillingProfile, existing, ({ tx, caller, found, ifMatch }) =>
    deleteProfile(tx, caller, found, ifMatch),
  );
}

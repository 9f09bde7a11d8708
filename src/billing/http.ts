import type { Tx } from '../platform/db/db.ts';
import type { Server } from '../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import { addProfile, listProfiles, removeProfile, renameProfile, toProfile } from './profiles.ts';
import { findProfile } from './sql.ts';

/** The profile that the path names. */
const existing = {
  find: ({ tx, params }: { tx: Tx; params: { profileId: string } }) => findProfile(tx, params.profileId),
};

/** Billing profiles: the templates a partner bills by. */
export function billingRoutes(server: Server): void {
  server.on(endpoints.listBillingProfiles, ({ tx, query }) => listProfiles(tx, query));

  server.on(endpoints.createBillingProfile, ({ tx, caller, partnerId, body }) =>
    addProfile(tx, caller, partnerId, body),
  );

  server.on(endpoints.getBillingProfile, existing, async ({ found }) => toProfile(found));

  server.on(endpoints.renameBillingProfile, existing, ({ tx, caller, found, body, ifMatch }) =>
    renameProfile(tx, caller, found, body.name, ifMatch),
  );

  server.on(endpoints.deleteBillingProfile, existing, ({ tx, caller, found, ifMatch }) =>
    removeProfile(tx, caller, found, ifMatch),
  );
}

import { byId } from '../../platform/http/by-id.ts';
import type { Caller } from '../../platform/http/caller.ts';
import { refuseIntegrationData } from '../../platform/http/integration-data.ts';
import type { ScopedTenant } from '../../platform/http/request-context.ts';
import type { Server } from '../../platform/http/server.ts';
import { hashPassword } from '../../platform/password.ts';
import type { PeopleDeps } from '../origin.ts';
import { loadPasswordLists, refuseWeakPassword } from '../passwords.ts';
import { resetSecondFactor, sendLink } from './access.ts';
import * as endpoints from './endpoints.ts';
import { findUser } from './sql.ts';
import { createUser, deleteUser, editUser, listUsers, toUser } from './users.ts';

/** Hashes before the transaction begins, because it is slow; null if the body has no password. */
async function hashIfGiven(password: string | undefined): Promise<string | null> {
  if (password === undefined) return null;
  await loadPasswordLists();
  return hashPassword(password);
}

const existing = byId('userId', findUser);

export function userRoutes(server: Server, deps: PeopleDeps): void {
  tenantUserRoutes(server, deps);
  teamRoutes(server, deps);
}

function tenantUserRoutes(server: Server, { config }: PeopleDeps): void {
  /** Names on the tenant's pages, which are too easy to guess as a password. */
  const brandsOf = (caller: Caller, tenant: { name: string }) => `${tenant.name} ${caller.partner?.name ?? ''}`;
  const ownerOf = ({ id: tenantId, partnerId }: ScopedTenant) => ({ partnerId, tenantId });

  server.on(endpoints.listTenantUsers, ({ tx, query }) => listUsers(tx, query));

  server.on(
    endpoints.createTenantUser,
    { prepare: async ({ body }) => hashIfGiven(body.password), forbids: refuseIntegrationData },
    async ({ tx, caller, tenant, body, prepared: passwordHash }) => {
      if (body.password !== undefined)
        await refuseWeakPassword(body.password, { ...body, brand: brandsOf(caller, tenant) });
      return createUser(tx, caller, { owner: ownerOf(tenant), input: { ...body, passwordHash }, config });
    },
  );

  server.on(endpoints.getTenantUser, existing, async ({ found }) => toUser(found));

  server.on(
    endpoints.editTenantUser,
    { prepare: async ({ body }) => hashIfGiven(body.password), forbids: refuseIntegrationData, ...existing },
    async ({ tx, caller, tenant, found, body, prepared: passwordHash, ifMatch }) => {
      if (body.password !== undefined)
        await refuseWeakPassword(body.password, { ...found, brand: brandsOf(caller, tenant) });
      return editUser(tx, caller, { owner: ownerOf(tenant), id: found.id, change: { ...body, passwordHash }, ifMatch });
    },
  );

  server.on(endpoints.deleteTenantUser, existing, ({ tx, caller, tenant, found, ifMatch }) =>
    deleteUser(tx, caller, { owner: ownerOf(tenant), id: found.id, ifMatch }),
  );

  server.on(endpoints.inviteTenantUser, existing, ({ tx, caller, tenant, found }) =>
    sendLink(tx, caller, { owner: ownerOf(tenant), id: found.id, config }),
  );

  server.on(endpoints.resetTenantUserSecondFactor, existing, ({ tx, caller, tenant, found, now }) =>
    resetSecondFactor(tx, caller, { owner: ownerOf(tenant), id: found.id, now }),
  );
}

function teamRoutes(server: Server, { config }: PeopleDeps): void {
  server.on(endpoints.listTeam, ({ tx, query }) => listUsers(tx, query));

  server.on(endpoints.inviteToTeam, ({ tx, caller, partnerId, body }) =>
    createUser(tx, caller, { owner: { partnerId }, input: { ...body, passwordHash: null }, config }),
  );

  server.on(endpoints.getTeamMember, existing, async ({ found }) => toUser(found));

  server.on(endpoints.editTeamMember, existing, ({ tx, caller, partnerId, found, body, ifMatch }) =>
    editUser(tx, caller, { owner: { partnerId }, id: found.id, change: body, ifMatch }),
  );

  server.on(endpoints.deleteTeamMember, existing, ({ tx, caller, partnerId, found, ifMatch }) =>
    deleteUser(tx, caller, { owner: { partnerId }, id: found.id, ifMatch }),
  );

  server.on(endpoints.inviteTeamMember, existing, ({ tx, caller, partnerId, found }) =>
    sendLink(tx, caller, { owner: { partnerId }, id: found.id, config }),
  );

  server.on(endpoints.resetTeamMemberSecondFactor, existing, ({ tx, caller, partnerId, found, now }) =>
    resetSecondFactor(tx, caller, { owner: { partnerId }, id: found.id, now }),
  );
}

import type { Caller } from '../platform/http/caller.ts';
import type { Server } from '../platform/http/server.ts';
import { hashPassword } from '../platform/password.ts';
import * as contract from './contract.ts';
import { readPasswordLists, refuseCommonPassword } from './passwords.ts';
import { holdsLink } from './rules.ts';
import type { PeopleDeps } from './origin.ts';
import { findUser } from './sql.ts';
import { addUser, editUser, listUsers, removeUser, resetSecondFactor, sendLink, toUser } from './users.ts';

/** Slow work before the transaction begins; null where the body names no password. */
async function hashGiven(password: string | undefined): Promise<string | null> {
  if (password === undefined) return null;
  await readPasswordLists();
  return hashPassword(password);
}

export function userRoutes(server: Server, deps: PeopleDeps): void {
  tenantUserRoutes(server, deps);
  teamRoutes(server, deps);
}

function tenantUserRoutes(server: Server, { config, now = () => new Date() }: PeopleDeps): void {
  const path = '/tenants/:tenantId/users';
  const onePath = `${path}/:userId`;
  /** Names that stand on the pages of this tenant. */
  const brandsOf = (caller: Caller, tenant: { name: string }) => `${tenant.name} ${caller.partner?.name ?? ''}`;
  const ownerOf = (tenant: { id: string; partnerId: string }) => ({
    partnerId: tenant.partnerId,
    tenantId: tenant.id,
  });

  server.endpoint({
    method: 'GET',
    path,
    id: 'listTenantUsers',
    summary: 'The people of a tenant',
    permission: 'tenant-users.read',
    scope: 'tenant',
    query: contract.UserQuery,
    answers: { 200: contract.UserList },
    handle: ({ tx, query }) => listUsers(tx, query),
  });

  server.endpoint({
    method: 'POST',
    path,
    id: 'createTenantUser',
    summary: 'Add a user with a password to hand over, or, without one, by an invitation',
    permission: 'tenant-users.write',
    scope: 'tenant',
    body: contract.TenantUserCreate,
    answers: { 201: contract.InvitedUser },
    secret: holdsLink,
    before: async ({ body }) => hashGiven(body.password),
    handle: async ({ tx, caller, tenant, body, prepared: passwordHash }) => {
      if (body.password !== undefined)
        await refuseCommonPassword(body.password, { ...body, brand: brandsOf(caller, tenant) });
      return addUser(tx, config, caller, ownerOf(tenant), { ...body, passwordHash });
    },
  });

  server.endpoint({
    method: 'GET',
    path: onePath,
    id: 'getTenantUser',
    summary: 'One user of a tenant',
    permission: 'tenant-users.read',
    scope: 'tenant',
    answers: { 200: contract.User },
    find: ({ tx, params }) => findUser(tx, params.userId!),
    handle: async ({ found }) => toUser(found),
  });

  server.endpoint({
    method: 'PATCH',
    path: onePath,
    id: 'editTenantUser',
    summary: 'Change name, role or password; a new password ends the sessions of that person',
    permission: 'tenant-users.write',
    scope: 'tenant',
    body: contract.TenantUserPatch,
    answers: { 200: contract.User },
    find: ({ tx, params }) => findUser(tx, params.userId!),
    before: async ({ body }) => hashGiven(body.password),
    handle: async ({ tx, caller, tenant, found, body, prepared: passwordHash, ifMatch }) => {
      if (body.password !== undefined)
        await refuseCommonPassword(body.password, { ...found, brand: brandsOf(caller, tenant) });
      return editUser(tx, caller, ownerOf(tenant), found.id, { ...body, passwordHash }, ifMatch);
    },
  });

  server.endpoint({
    method: 'DELETE',
    path: onePath,
    id: 'deleteTenantUser',
    summary: 'Remove a user; its sessions end at once',
    permission: 'tenant-users.write',
    scope: 'tenant',
    answers: { 204: null },
    find: ({ tx, params }) => findUser(tx, params.userId!),
    handle: ({ tx, caller, tenant, found, ifMatch }) => removeUser(tx, caller, ownerOf(tenant), found.id, ifMatch),
  });

  server.endpoint({
    method: 'POST',
    path: `${onePath}/invitation`,
    id: 'inviteTenantUser',
    summary: 'Mail a link by which this user chooses a password: the first, or a new one for a forgotten one',
    permission: 'tenant-users.write',
    scope: 'tenant',
    answers: { 200: contract.InvitedUser },
    secret: holdsLink,
    find: ({ tx, params }) => findUser(tx, params.userId!),
    handle: ({ tx, caller, tenant, found }) => sendLink(tx, config, caller, ownerOf(tenant), found.id),
  });

  server.endpoint({
    ...RESET,
    path: `${onePath}/second-factor`,
    id: 'resetTenantUserSecondFactor',
    permission: 'tenant-users.write',
    scope: 'tenant',
    find: ({ tx, params }) => findUser(tx, params.userId!),
    handle: ({ tx, caller, tenant, found }) => resetSecondFactor(tx, caller, ownerOf(tenant), found.id, now()),
  });
}

/** Of the team or of a tenant: the same act. */
const RESET = {
  method: 'DELETE',
  summary: "Take away a user's second factor, lost with its app; signs the user out everywhere and mails it",
  answers: { 204: null },
} as const;

function teamRoutes(server: Server, { config, now = () => new Date() }: PeopleDeps): void {
  const onePath = '/users/:userId';
  const ownerOf = (caller: { partner: { id: string } | null }) => ({ partnerId: caller.partner!.id });

  server.endpoint({
    method: 'GET',
    path: '/users',
    id: 'listTeam',
    summary: "The partner's own team",
    permission: 'team.read',
    scope: 'partner',
    query: contract.UserQuery,
    answers: { 200: contract.UserList },
    handle: ({ tx, query }) => listUsers(tx, query),
  });

  server.endpoint({
    method: 'POST',
    path: '/users',
    id: 'inviteToTeam',
    summary: 'Invite somebody to the team',
    permission: 'team.write',
    scope: 'partner',
    body: contract.PartnerUserCreate,
    answers: { 201: contract.InvitedUser },
    secret: holdsLink,
    handle: ({ tx, caller, body }) => addUser(tx, config, caller, ownerOf(caller), { ...body, passwordHash: null }),
  });

  server.endpoint({
    method: 'GET',
    path: onePath,
    id: 'getTeamMember',
    summary: 'One of the team',
    permission: 'team.read',
    scope: 'partner',
    answers: { 200: contract.User },
    find: ({ tx, params }) => findUser(tx, params.userId!),
    handle: async ({ found }) => toUser(found),
  });

  server.endpoint({
    method: 'PATCH',
    path: onePath,
    id: 'editTeamMember',
    summary: 'Change name or role; nobody changes the own role',
    permission: 'team.write',
    scope: 'partner',
    body: contract.PartnerUserPatch,
    answers: { 200: contract.User },
    find: ({ tx, params }) => findUser(tx, params.userId!),
    handle: ({ tx, caller, found, body, ifMatch }) => editUser(tx, caller, ownerOf(caller), found.id, body, ifMatch),
  });

  server.endpoint({
    method: 'DELETE',
    path: onePath,
    id: 'deleteTeamMember',
    summary: 'Remove somebody from the team; its sessions end at once',
    permission: 'team.write',
    scope: 'partner',
    answers: { 204: null },
    find: ({ tx, params }) => findUser(tx, params.userId!),
    handle: ({ tx, caller, found, ifMatch }) => removeUser(tx, caller, ownerOf(caller), found.id, ifMatch),
  });

  server.endpoint({
    method: 'POST',
    path: `${onePath}/invitation`,
    id: 'inviteTeamMember',
    summary:
      'Mail a link by which somebody of the team chooses a password: the first, or a new one for a forgotten one',
    permission: 'team.write',
    scope: 'partner',
    answers: { 200: contract.InvitedUser },
    secret: holdsLink,
    find: ({ tx, params }) => findUser(tx, params.userId!),
    handle: ({ tx, caller, found }) => sendLink(tx, config, caller, ownerOf(caller), found.id),
  });

  server.endpoint({
    ...RESET,
    path: `${onePath}/second-factor`,
    id: 'resetTeamMemberSecondFactor',
    permission: 'team.write',
    scope: 'partner',
    find: ({ tx, params }) => findUser(tx, params.userId!),
    handle: ({ tx, caller, found }) => resetSecondFactor(tx, caller, ownerOf(caller), found.id, now()),
  });
}

import { endpoint } from '../platform/http/endpoint.ts';
import {
  InvitedUser,
  PartnerUserCreate,
  PartnerUserPatch,
  TenantUserCreate,
  TenantUserPatch,
  User,
  UserList,
  UserQuery,
} from './contract.ts';
import { containsLink } from '../people/rules.ts';

export const listTenantUsers = endpoint({
  id: 'listTenantUsers',
  method: 'GET',
  path: '/tenants/{tenantId}/users',
  scope: 'tenant',
  permission: 'tenant-users.read',
  summary: 'The people of a tenant',
  query: UserQuery,
  response: UserList,
});

export const createTenantUser = endpoint({
  id: 'createTenantUser',
  method: 'POST',
  path: '/tenants/{tenantId}/users',
  scope: 'tenant',
  permission: 'tenant-users.write',
  summary: 'Add a user with a password to hand over, or, without one, by an invitation',
  body: TenantUserCreate,
  response: InvitedUser,
  status: 201,
  secret: containsLink,
});

export const getTenantUser = endpoint({
  id: 'getTenantUser',
  method: 'GET',
  path: '/tenants/{tenantId}/users/{userId}',
  scope: 'tenant',
  permission: 'tenant-users.read',
  summary: 'One user of a tenant',
  response: User,
});

export const editTenantUser = endpoint({
  id: 'editTenantUser',
  method: 'PATCH',
  path: '/tenants/{tenantId}/users/{userId}',
  scope: 'tenant',
  permission: 'tenant-users.write',
  summary: 'Change name, role or password; a new password ends the sessions of that person',
  body: TenantUserPatch,
  response: User,
  headers: ['If-Match'],
});

export const deleteTenantUser = endpoint({
  id: 'deleteTenantUser',
  method: 'DELETE',
  path: '/tenants/{tenantId}/users/{userId}',
  scope: 'tenant',
  permission: 'tenant-users.write',
  summary: 'Remove a user; its sessions end at once',
  headers: ['If-Match'],
});

export const inviteTenantUser = endpoint({
  id: 'inviteTenantUser',
  method: 'POST',
  path: '/tenants/{tenantId}/users/{userId}/invitation',
  scope: 'tenant',
  permission: 'tenant-users.write',
  summary: 'Mail a link by which this user chooses a password: the first, or a new one for a forgotten one',
  response: InvitedUser,
  secret: containsLink,
});

export const resetTenantUserSecondFactor = endpoint({
  id: 'resetTenantUserSecondFactor',
  method: 'DELETE',
  path: '/tenants/{tenantId}/users/{userId}/second-factor',
  scope: 'tenant',
  permission: 'tenant-users.write',
  summary: "Take away a user's second factor, lost with its app; signs the user out everywhere and mails it",
});

export const listTeam = endpoint({
  id: 'listTeam',
  method: 'GET',
  path: '/users',
  scope: 'partner',
  permission: 'team.read',
  summary: "The partner's own team",
  query: UserQuery,
  response: UserList,
});

export const inviteToTeam = endpoint({
  id: 'inviteToTeam',
  method: 'POST',
  path: '/users',
  scope: 'partner',
  permission: 'team.write',
  summary: 'Invite somebody to the team',
  body: PartnerUserCreate,
  response: InvitedUser,
  status: 201,
  secret: containsLink,
});

export const getTeamMember = endpoint({
  id: 'getTeamMember',
  method: 'GET',
  path: '/users/{userId}',
  scope: 'partner',
  permission: 'team.read',
  summary: 'One of the team',
  response: User,
});

export const editTeamMember = endpoint({
  id: 'editTeamMember',
  method: 'PATCH',
  path: '/users/{userId}',
  scope: 'partner',
  permission: 'team.write',
  summary: 'Change name or role; nobody changes the own role',
  body: PartnerUserPatch,
  response: User,
  headers: ['If-Match'],
});

export const deleteTeamMember = endpoint({
  id: 'deleteTeamMember',
  method: 'DELETE',
  path: '/users/{userId}',
  scope: 'partner',
  permission: 'team.write',
  summary: 'Remove somebody from the team; its sessions end at once',
  headers: ['If-Match'],
});

export const inviteTeamMember = endpoint({
  id: 'inviteTeamMember',
  method: 'POST',
  path: '/users/{userId}/invitation',
  scope: 'partner',
  permission: 'team.write',
  summary: 'Mail a link by which somebody of the team chooses a password: the first, or a new one for a forgotten one',
  response: InvitedUser,
  secret: containsLink,
});

export const resetTeamMemberSecondFactor = endpoint({
  id: 'resetTeamMemberSecondFactor',
  method: 'DELETE',
  path: '/users/{userId}/second-factor',
  scope: 'partner',
  permission: 'team.write',
  summary: "Take away a user's second factor, lost with its app; signs the user out everywhere and mails it",
});

import { endpoint } from '../../platform/http/endpoint.ts';
import { pickErrors, platformErrors } from '../../platform/http/errors.ts';
import {
  InvitedUser,
  PartnerUserCreate,
  PartnerUserPatch,
  peopleErrors,
  TenantUserCreate,
  TenantUserPatch,
  User,
  UserList,
  UserQuery,
} from '../contract.ts';
import { containsLink } from '../rules.ts';

export const listTenantUsers = endpoint({
  id: 'listTenantUsers',
  method: 'GET',
  path: '/tenants/{tenantId}/users',
  scope: 'tenant',
  permission: 'tenant-users.read',
  summary: 'List a tenant’s users',
  description: 'Returns the people who can sign in for the tenant, with their roles.',
  query: UserQuery,
  response: UserList,
});

export const createTenantUser = endpoint({
  id: 'createTenantUser',
  method: 'POST',
  path: '/tenants/{tenantId}/users',
  scope: 'tenant',
  permission: 'tenant-users.write',
  summary: 'Add a user to a tenant',
  description:
    'Adds a user with a password to hand over, or without one: then an invitation is mailed, which works for 7 days.',
  body: TenantUserCreate,
  response: InvitedUser,
  status: 201,
  secret: containsLink,
  errors: {
    ...pickErrors(peopleErrors, 'email_taken'),
    ...pickErrors(platformErrors, 'rate_limited', 'external_id_taken'),
  },
});

export const getTenantUser = endpoint({
  id: 'getTenantUser',
  method: 'GET',
  path: '/tenants/{tenantId}/users/{userId}',
  scope: 'tenant',
  permission: 'tenant-users.read',
  summary: 'Get a tenant’s user',
  description: 'Returns one person who can sign in for the tenant.',
  response: User,
});

export const editTenantUser = endpoint({
  id: 'editTenantUser',
  method: 'PATCH',
  path: '/tenants/{tenantId}/users/{userId}',
  scope: 'tenant',
  permission: 'tenant-users.write',
  summary: 'Change a tenant’s user',
  description:
    'Changes name, role or password. A new password ends the user’s sessions, and links sent before stop working. You can’t set your own password here: `changePassword` asks for the current one.',
  body: TenantUserPatch,
  response: User,
  headers: ['If-Match'],
  errors: {
    ...pickErrors(peopleErrors, 'last_admin', 'own_account'),
    ...pickErrors(platformErrors, 'external_id_taken'),
  },
});

export const deleteTenantUser = endpoint({
  id: 'deleteTenantUser',
  method: 'DELETE',
  path: '/tenants/{tenantId}/users/{userId}',
  scope: 'tenant',
  permission: 'tenant-users.write',
  summary: 'Delete a tenant’s user',
  description: 'Deletes the user. Their sessions end at once, and they can’t sign in any more.',
  headers: ['If-Match'],
  errors: pickErrors(peopleErrors, 'last_admin', 'own_account'),
});

export const inviteTenantUser = endpoint({
  id: 'inviteTenantUser',
  method: 'POST',
  path: '/tenants/{tenantId}/users/{userId}/invitation',
  scope: 'tenant',
  permission: 'tenant-users.write',
  summary: 'Send a tenant’s user a link',
  description:
    'Mails a link to choose a password: the first one, or a new one. The last link stops working. You can’t send yourself one.',
  response: InvitedUser,
  secret: containsLink,
  errors: { ...pickErrors(peopleErrors, 'own_account'), ...pickErrors(platformErrors, 'rate_limited') },
});

export const resetTenantUserSecondFactor = endpoint({
  id: 'resetTenantUserSecondFactor',
  method: 'DELETE',
  path: '/tenants/{tenantId}/users/{userId}/second-factor',
  scope: 'tenant',
  permission: 'tenant-users.write',
  summary: 'Reset a tenant user’s second factor',
  description: 'For somebody who has lost their authenticator app. Ends the user’s sessions and notifies them by mail.',
  errors: {
    ...pickErrors(peopleErrors, 'own_account', 'second_factor_not_enabled'),
    ...pickErrors(platformErrors, 'rate_limited'),
  },
});

export const listTeam = endpoint({
  id: 'listTeam',
  method: 'GET',
  path: '/users',
  scope: 'partner',
  permission: 'team.read',
  summary: 'List the team',
  description: 'Returns the people who can sign in for the partner itself, with their roles.',
  query: UserQuery,
  response: UserList,
});

export const inviteToTeam = endpoint({
  id: 'inviteToTeam',
  method: 'POST',
  path: '/users',
  scope: 'partner',
  permission: 'team.write',
  by: 'people',
  summary: 'Invite somebody to the team',
  description: 'Creates the user and mails an invitation, with a link that works for 7 days.',
  body: PartnerUserCreate,
  response: InvitedUser,
  status: 201,
  secret: containsLink,
  errors: {
    ...pickErrors(peopleErrors, 'email_taken'),
    ...pickErrors(platformErrors, 'rate_limited', 'external_id_taken'),
  },
});

export const getTeamMember = endpoint({
  id: 'getTeamMember',
  method: 'GET',
  path: '/users/{userId}',
  scope: 'partner',
  permission: 'team.read',
  summary: 'Get a team member',
  description: 'Returns one person who can sign in for the partner.',
  response: User,
});

export const editTeamMember = endpoint({
  id: 'editTeamMember',
  method: 'PATCH',
  path: '/users/{userId}',
  scope: 'partner',
  permission: 'team.write',
  by: 'people',
  summary: 'Change a team member',
  description: 'Changes name or role. You can’t change your own role.',
  body: PartnerUserPatch,
  response: User,
  headers: ['If-Match'],
  errors: {
    ...pickErrors(peopleErrors, 'last_admin', 'own_account'),
    ...pickErrors(platformErrors, 'external_id_taken'),
  },
});

export const deleteTeamMember = endpoint({
  id: 'deleteTeamMember',
  method: 'DELETE',
  path: '/users/{userId}',
  scope: 'partner',
  permission: 'team.write',
  by: 'people',
  summary: 'Remove a team member',
  description: 'Deletes the user. Their sessions end at once. The last admin can’t be removed.',
  headers: ['If-Match'],
  errors: pickErrors(peopleErrors, 'last_admin', 'own_account'),
});

export const inviteTeamMember = endpoint({
  id: 'inviteTeamMember',
  method: 'POST',
  path: '/users/{userId}/invitation',
  scope: 'partner',
  permission: 'team.write',
  by: 'people',
  summary: 'Send a team member a link',
  description:
    'Mails a link to choose a password: the first one, or a new one. The last link stops working. You can’t send yourself one.',
  response: InvitedUser,
  secret: containsLink,
  errors: { ...pickErrors(peopleErrors, 'own_account'), ...pickErrors(platformErrors, 'rate_limited') },
});

export const resetTeamMemberSecondFactor = endpoint({
  id: 'resetTeamMemberSecondFactor',
  method: 'DELETE',
  path: '/users/{userId}/second-factor',
  scope: 'partner',
  permission: 'team.write',
  by: 'people',
  summary: 'Reset a team member’s second factor',
  description: 'For somebody who has lost their authenticator app. Ends the user’s sessions and notifies them by mail.',
  errors: {
    ...pickErrors(peopleErrors, 'own_account', 'second_factor_not_enabled'),
    ...pickErrors(platformErrors, 'rate_limited'),
  },
});

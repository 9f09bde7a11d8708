import type { z } from 'zod';
import {
  type InvitedUser,
  PartnerUserCreate,
  PartnerUserPatch,
  TenantUserCreate,
  TenantUserPatch,
  type User,
} from '../../src/people/contract.ts';
import * as endpoints from '../../src/people/users/endpoints.ts';
import { formSchema } from '../kit/forms/form-schema.ts';
import type { ListSearch } from '../kit/lists/search.ts';
import { call } from '../kit/session/call.ts';
import type { useChange } from '../kit/session/changes.ts';
import { type ApiList, apiQuery } from '../kit/session/queries.ts';
import type { UserRole } from '../kit/session/roles.ts';
import { teamList, tenantUsersList } from './queries.ts';

type Change = ReturnType<typeof useChange>;
type Versioned = { id: string; version: number };

/** The form values. `way`: how the user gets a password: by a link, as typed here, or unchanged. */
export type UserForm = {
  email: string;
  name: string;
  role: UserRole;
  way: 'invite' | 'password' | 'keep';
  password: string;
  extensionId: string | null;
  hearsRecordings: boolean;
};

const password = ({ way, password: typed }: UserForm) => (way === 'password' ? { password: typed } : {});

/** The operations on users of a team or of a tenant, which have different endpoints. */
export type UserApi<Create = never, Patch = never> = {
  /** The assignable roles. */
  roles: readonly [UserRole, ...UserRole[]];
  /** Whether an admin can set a password, or only send a link. */
  withPassword: boolean;
  /** Whether a user may have an extension. */
  withExtension: boolean;
  createSchema: z.ZodType<Create, UserForm>;
  editSchema: z.ZodType<Patch, UserForm>;
  list: (search: ListSearch) => ApiList<User>;
  query: (userId: string) => ReturnType<typeof apiQuery<typeof endpoints.getTeamMember>>;
  load: (userId: string) => Promise<User>;
  create: (body: Create, key: string) => Promise<InvitedUser>;
  edit: (user: Versioned, body: Patch) => Promise<User>;
  delete: (user: Versioned) => Promise<void>;
  invite: (userId: string, key: string) => Promise<InvitedUser>;
  resetSecondFactor: (userId: string) => Promise<void>;
};

export const teamApi = (
  change: Change,
): UserApi<z.output<typeof PartnerUserCreate>, z.output<typeof PartnerUserPatch>> => ({
  roles: ['partner_admin', 'partner_user'],
  withPassword: false,
  withExtension: false,
  createSchema: formSchema(PartnerUserCreate, ({ email, name, role }) => ({ email, name, role })),
  editSchema: formSchema(PartnerUserPatch, ({ name, role }) => ({ name, role })),
  list: teamList,
  query: (userId) => apiQuery(endpoints.getTeamMember, { params: { userId } }),
  load: (userId) => call(endpoints.getTeamMember, { params: { userId } }),
  create: (body, key) => change(endpoints.inviteToTeam, { body, key }),
  edit: ({ id, version }, body) => change(endpoints.editTeamMember, { params: { userId: id }, body, ifMatch: version }),
  delete: ({ id, version }) => change(endpoints.deleteTeamMember, { params: { userId: id }, ifMatch: version }),
  invite: (userId, key) => change(endpoints.inviteTeamMember, { params: { userId }, key }),
  resetSecondFactor: (userId) => change(endpoints.resetTeamMemberSecondFactor, { params: { userId } }),
});

export const tenantUserApi = (
  change: Change,
  tenantId: string,
): UserApi<z.output<typeof TenantUserCreate>, z.output<typeof TenantUserPatch>> => ({
  roles: ['tenant_admin', 'tenant_user'],
  withPassword: true,
  withExtension: true,
  createSchema: formSchema(TenantUserCreate, (form) => ({
    email: form.email,
    name: form.name,
    role: form.role,
    extensionId: form.extensionId,
    hearsRecordings: form.hearsRecordings,
    ...password(form),
  })),
  editSchema: formSchema(TenantUserPatch, (form) => ({
    name: form.name,
    role: form.role,
    extensionId: form.extensionId,
    hearsRecordings: form.hearsRecordings,
    ...password(form),
  })),
  list: (search) => tenantUsersList(tenantId, search),
  query: (userId) => apiQuery(endpoints.getTenantUser, { params: { tenantId, userId } }),
  load: (userId) => call(endpoints.getTenantUser, { params: { tenantId, userId } }),
  create: (body, key) => change(endpoints.createTenantUser, { params: { tenantId }, body, key }),
  edit: ({ id, version }, body) =>
    change(endpoints.editTenantUser, { params: { tenantId, userId: id }, body, ifMatch: version }),
  delete: ({ id, version }) =>
    change(endpoints.deleteTenantUser, { params: { tenantId, userId: id }, ifMatch: version }),
  invite: (userId, key) => change(endpoints.inviteTenantUser, { params: { tenantId, userId }, key }),
  resetSecondFactor: (userId) => change(endpoints.resetTenantUserSecondFactor, { params: { tenantId, userId } }),
});

import type { Role } from '../platform/caller.ts';

const partnerTeam = ['partner_admin', 'partner_user'] as const;
const tenantScreens = [...partnerTeam, 'tenant_admin'] as const;
const tenantAdmins = ['partner_admin', 'tenant_admin'] as const;

/** Who may do what: one table for every route and every button. A partner's people inside a tenant are its own team, not the tenant's. */
export const PERMISSIONS = {
  'tenants.read': partnerTeam,
  'tenants.write': ['partner_admin'],
  'tenants.preview': partnerTeam,
  'tenant.read': [...tenantScreens, 'tenant_user'],
  'tenant.write': tenantAdmins,
  'extensions.read': tenantScreens,
  'extensions.write': tenantAdmins,
  'extensions.secrets': tenantAdmins,
  'routing.read': tenantScreens,
  'routing.write': tenantAdmins,
  'tenant-users.read': tenantScreens,
  'tenant-users.write': tenantAdmins,
  'calls.read': tenantScreens,
  'calls.end': tenantAdmins,
  'tenant-audit.read': tenantScreens,
  'numbers.read': partnerTeam,
  'numbers.write': ['partner_admin'],
  'team.read': partnerTeam,
  'team.write': ['partner_admin'],
  'defaults.read': partnerTeam,
  'defaults.write': ['partner_admin'],
  'audit.read': partnerTeam,
  'audit.export': ['partner_admin'],
  'operator.partners': ['operator'],
  'operator.trunks': ['operator'],
  'operator.mail': ['operator'],
  'operator.holds': ['operator'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

export function mayDo(role: Role, permission: string): boolean {
  const roles = PERMISSIONS[permission as Permission] as readonly Role[] | undefined;
  return roles?.includes(role) ?? false;
}

export function permissionsOf(role: Role): Permission[] {
  return (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => mayDo(role, permission));
}

import type { Role } from '../platform/http/caller.ts';

const partnerTeam = ['partner_admin', 'partner_user'] as const;
const tenantScreens = [...partnerTeam, 'tenant_admin'] as const;
const tenantAdmins = ['partner_admin', 'tenant_admin'] as const;

/** Who may do what: one table for every route and every button. A partner's people inside a tenant are its own team, not the tenant's. */
export const PERMISSIONS = {
  'tenants.read': partnerTeam,
  'tenants.write': ['partner_admin'],
  'tenants.export': ['partner_admin'],
  'tenants.preview': partnerTeam,
  'tenant.read': [...tenantScreens, 'tenant_user'],
  'tenant.write': tenantAdmins,
  'tenant.export': tenantAdmins,
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
  'security.read': partnerTeam,
  'security.write': ['partner_admin'],
  'defaults.read': partnerTeam,
  'defaults.write': ['partner_admin'],
  'billing-profiles.read': partnerTeam,
  'billing-profiles.write': ['partner_admin'],
  'outbound.read': tenantScreens,
  'outbound.write': ['partner_admin'],
  'limits.read': partnerTeam,
  'limits.write': ['partner_admin'],
  'support.read': partnerTeam,
  'support.write': ['partner_admin'],
  'audit.read': partnerTeam,
  'audit.export': ['partner_admin'],
  'operator.partners': ['operator'],
  'operator.trunks': ['operator'],
  'operator.mail': ['operator'],
  'operator.audit': ['operator'],
  'operator.holds': ['operator'],
  'operator.security': ['operator'],
  'operator.tenants': ['operator'],
  'operator.health': ['operator'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

export function mayDo(role: Role, permission: string): boolean {
  const roles = PERMISSIONS[permission as Permission] as readonly Role[] | undefined;
  return roles?.includes(role) ?? false;
}

export function permissionsOf(role: Role): Permission[] {
  return (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => mayDo(role, permission));
}

const HOUR = 60 * 60 * 1000;

/** A session ends this long after sign-in, used or not. */
export const SESSION_MS = 7 * 24 * HOUR;
export const INVITATION_MS = 7 * 24 * HOUR;
/** A link that anybody can ask for is good for less long than one that an admin sends. */
export const FORGOTTEN_PASSWORD_MS = HOUR;
/** So long a browser is known to an account that signed in with it. */
export const KNOWN_DEVICE_MS = 180 * 24 * HOUR;
/** The link that makes the first operator stands in a terminal or a log of the start. */
export const FIRST_OPERATOR_MS = 24 * HOUR;

/** So many attempts within an hour are free; then one waits, and the wait doubles with each further one up to the longest. */
export type ThrottleRule = { free: number; firstSeconds: number; longestSeconds: number };
export const THROTTLE = {
  /** At one account from one address, or from one browser that has signed in to it before. */
  pair: { free: 5, firstSeconds: 1, longestSeconds: 900 },
  /** The same while the account is under attack: an address that has not failed yet still has its one attempt. */
  attacked: { free: 1, firstSeconds: 300, longestSeconds: 3600 },
  /** From one address, at whatever accounts. */
  address: { free: 20, firstSeconds: 1, longestSeconds: 900 },
  /** At the second factor of one account, by anybody who knows its password, from wherever: six digits can be guessed. */
  code: { free: 10, firstSeconds: 30, longestSeconds: 3600 },
  linkMail: { free: 3, firstSeconds: 1200, longestSeconds: 3600 },
} as const satisfies Record<string, ThrottleRule>;

/** From so many failures within an hour, by browsers that it does not know, an account is under attack. */
export const ATTACKED_FROM = 100;

/** Whose tries count together: one IPv4 address, or the 64-bit network that one IPv6 customer has. */
export function addressBlock(ip: string): string {
  const v4 = /(?:^|:)(\d+\.\d+\.\d+\.\d+)$/.exec(ip)?.[1];
  if (v4) return v4;
  const [left = '', right] = ip.toLowerCase().split('::');
  const head = left.split(':').filter(Boolean);
  const tail = (right ?? '').split(':').filter(Boolean);
  const zeros =
    right === undefined ? [] : Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0');
  const network = [...head, ...zeros, ...tail].slice(0, 4);
  return `${network.map((part) => part.replace(/^0+(?=.)/, '')).join(':')}::/64`;
}

/** Why somebody may not be removed, nor lose the admin role; null if it may. A partner always finds a way into its tenants, so it may empty them. */
export function removalBlockedBy(asked: {
  by: { id: string | null; role: string };
  target: { id: string; role: string };
  admins: number;
}): 'own_account' | 'last_admin' | null {
  const { by, target, admins } = asked;
  const ofTeam = target.role === 'partner_admin' || target.role === 'partner_user';
  if (ofTeam && target.id === by.id) return 'own_account';
  const last = admins <= 1 && (target.role === 'partner_admin' || target.role === 'tenant_admin');
  if (last && (ofTeam || by.role === 'tenant_admin')) return 'last_admin';
  return null;
}

/**
 * Whether the address of somebody's user goes to somebody else who names it now. It belongs to whoever confirmed it, by signing in; until then
 * an admin anywhere has only claimed it. A tenant's admin takes nothing from a partner's team, and no partner loses its only admin.
 */
export function givesWay(
  holder: { role: string; partnerId: string | null; tenantId: string | null; confirmed: boolean; onlyAdmin: boolean },
  newcomer: { partnerId: string; tenantId: string | null },
): boolean {
  if (holder.confirmed || holder.onlyAdmin || holder.role === 'operator') return false;
  const ofTeam = holder.tenantId === null;
  if (ofTeam && newcomer.tenantId !== null) return false;
  return ofTeam ? holder.partnerId !== newcomer.partnerId : holder.tenantId !== newcomer.tenantId;
}

/** Whether an answer holds the link of an invitation, which is as good as a password. */
export const holdsLink = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'invitationLink' in answer && answer.invitationLink !== null;

import type { Role } from '../platform/http/caller.ts';
import { DAY_MS, HOUR_MS } from '../platform/time/durations.ts';

const partnerTeam = ['partner_admin', 'partner_user'] as const;
const tenantScreens = [...partnerTeam, 'tenant_admin'] as const;
const tenantAdmins = ['partner_admin', 'tenant_admin'] as const;

/** The roles for each permission, for every route and every button. A partner's user keeps the partner role inside a tenant. */
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
  'forwarding.read': [...tenantScreens, 'tenant_user'],
  'forwarding.write': [...tenantAdmins, 'tenant_user'],
  'groups.read': tenantScreens,
  'groups.write': tenantAdmins,
  'media.read': tenantScreens,
  'media.write': tenantAdmins,
  'flows.secrets': tenantAdmins,
  'schedules.read': tenantScreens,
  'schedules.write': tenantAdmins,
  'number-lists.read': tenantScreens,
  'number-lists.write': tenantAdmins,
  'flows.read': tenantScreens,
  'flows.write': tenantAdmins,
  'flow-templates.write': ['partner_admin'],
  'routing.read': tenantScreens,
  'routing.write': tenantAdmins,
  'directory.read': [...tenantScreens, 'tenant_user'],
  'contacts.read': [...tenantScreens, 'tenant_user'],
  'contacts.write': tenantAdmins,
  'contacts.export': tenantAdmins,
  'directory.secrets': tenantAdmins,
  'tenant-users.read': tenantScreens,
  'tenant-users.write': tenantAdmins,
  // recorded conversations: for admins, and for the people in them if an admin allows it
  'recordings.read': [...tenantAdmins, 'tenant_user'],
  'recordings.write': tenantAdmins,
  'recording-settings.read': tenantAdmins,
  'mailboxes.read': tenantScreens,
  'mailboxes.write': tenantAdmins,
  'voicemail.read': [...tenantScreens, 'tenant_user'],
  'voicemail.write': [...tenantAdmins, 'tenant_user'],
  'calls.read': tenantScreens,
  'call-history.read': [...tenantScreens, 'tenant_user'],
  'call-history.export': [...tenantAdmins, 'tenant_user'],
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
  'rates.read': partnerTeam,
  'rates.write': ['partner_admin'],
  // the partner's own costs
  'wholesale.read': ['partner_admin'],
  'invoices.read': partnerTeam,
  'invoices.write': ['partner_admin'],
  'invoices.export': ['partner_admin'],
  'payments.read': partnerTeam,
  'payments.write': ['partner_admin'],
  'payments.export': ['partner_admin'],
  // sends money out, so a key that records payments doesn't have it
  'payments.refund': ['partner_admin'],
  // the keys give access to the money
  'payment-account.read': ['partner_admin'],
  'payment-account.write': ['partner_admin'],
  'tenant-invoices.read': tenantScreens,
  'cards.write': tenantAdmins,
  'statement.export': tenantAdmins,
  'outbound.read': tenantScreens,
  'outbound.write': ['partner_admin'],
  'limits.read': partnerTeam,
  'limits.write': ['partner_admin'],
  'usage.read': tenantScreens,
  'events.read': partnerTeam,
  'webhooks.read': ['partner_admin'],
  'webhooks.write': ['partner_admin'],
  'api-keys.read': ['partner_admin'],
  'api-keys.write': ['partner_admin'],
  'sandbox.write': ['partner_admin'],
  'api-requests.read': ['partner_admin'],
  // a tenant’s own keys: the partner can list them, but never sees a secret
  'tenant-keys.read': tenantAdmins,
  'tenant-keys.write': ['tenant_admin'],
  'tenant-keys.revoke': tenantAdmins,
  'support.read': partnerTeam,
  'support.write': ['partner_admin'],
  'audit.read': partnerTeam,
  'audit.export': ['partner_admin'],
  'operator.partners': ['operator'],
  'operator.wholesale': ['operator'],
  'operator.trunks': ['operator'],
  'operator.mail': ['operator'],
  'operator.audit': ['operator'],
  'operator.holds': ['operator'],
  'operator.security': ['operator'],
  'operator.tenants': ['operator'],
  'operator.health': ['operator'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

const isPermission = (name: string): name is Permission => Object.hasOwn(PERMISSIONS, name);

export function mayDo(role: Role, permission: string): boolean {
  const roles: readonly Role[] = isPermission(permission) ? PERMISSIONS[permission] : [];
  return roles.includes(role);
}

export const permissionsOf = (role: Role): Permission[] =>
  Object.keys(PERMISSIONS)
    .filter(isPermission)
    .filter((permission) => mayDo(role, permission));

/**
 * The permissions that decide which pages a user sees. An ordinary user who may not listen to recordings has no page for them. The page of tenants'
 * keys is hidden if the partner doesn't allow any, and always for operators.
 */
export const shownPermissions = (
  role: Role,
  { hearsRecordings, tenantKeys }: { hearsRecordings: boolean; tenantKeys: boolean },
): Permission[] =>
  permissionsOf(role).filter(
    (permission) =>
      (permission !== 'recordings.read' || role !== 'tenant_user' || hearsRecordings) &&
      (tenantKeys || role === 'operator' || !permission.startsWith('tenant-keys.')),
  );

/** A session ends this long after sign-in, used or not. */
export const SESSION_MS = 7 * DAY_MS;
export const INVITATION_MS = 7 * DAY_MS;
/** Shorter than an invitation, because anybody can request this link. */
export const FORGOTTEN_PASSWORD_MS = HOUR_MS;
/** How long an account knows a browser that has signed in. */
export const KNOWN_DEVICE_MS = 180 * DAY_MS;
/** The first operator's link is printed to a terminal or a log. */
export const FIRST_OPERATOR_MS = DAY_MS;

/** `free` attempts within an hour are not delayed. Then the wait doubles with each attempt, from `firstSeconds` to `longestSeconds`. */
export type ThrottleRule = { free: number; firstSeconds: number; longestSeconds: number };
export const THROTTLE = {
  /** per account and address, or per account and known browser */
  pair: { free: 5, firstSeconds: 1, longestSeconds: 900 },
  /** the same for an account under attack: an address without failures still gets one attempt */
  attacked: { free: 1, firstSeconds: 300, longestSeconds: 3600 },
  /** per address, across accounts */
  address: { free: 20, firstSeconds: 1, longestSeconds: 900 },
  /** per account for its second factor, from any address: an attacker who knows the password could guess six digits */
  code: { free: 10, firstSeconds: 30, longestSeconds: 3600 },
  linkMail: { free: 3, firstSeconds: 1200, longestSeconds: 3600 },
} as const satisfies Record<string, ThrottleRule>;

/** An account is under attack after this many failures within an hour from unknown browsers. */
export const ATTACK_THRESHOLD = 100;

/** The unit for counting attempts: an IPv4 address, or the /64 network of an IPv6 customer. */
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

/** Why a user must not be removed or lose the admin role, or null. A partner can always manage its tenants, so it may remove their last admin. */
export function removalBlockedBy(asked: {
  by: { id: string | null; role: string };
  target: { id: string; role: string };
  admins: number;
}): 'own_account' | 'last_admin' | null {
  const { by, target, admins } = asked;
  const ofTeam = target.role === 'partner_admin' || target.role === 'partner_user';
  if (ofTeam && target.id === by.id) return 'own_account';
  const last = admins <= 1 && (target.role === 'partner_admin' || target.role === 'tenant_admin');
  // a partner may remove its tenant's last admin, but the tenant itself may not, not even with a key
  const byTenant = by.role === 'tenant_admin' || by.role === 'tenant_api_key';
  if (last && (ofTeam || byTenant)) return 'last_admin';
  return null;
}

/**
 * Whether an address in use may move to a new user elsewhere. It belongs to the user who has confirmed it by signing in; before that, an admin has
 * only claimed it. A tenant's admin cannot take an address from a partner's team, and a partner never loses its only admin.
 */
export function mayMoveAddress(
  holder: { role: string; partnerId: string | null; tenantId: string | null; confirmed: boolean; onlyAdmin: boolean },
  newcomer: { partnerId: string; tenantId: string | null },
): boolean {
  if (holder.confirmed || holder.onlyAdmin || holder.role === 'operator') return false;
  const ofTeam = holder.tenantId === null;
  if (ofTeam && newcomer.tenantId !== null) return false;
  return ofTeam ? holder.partnerId !== newcomer.partnerId : holder.tenantId !== newcomer.tenantId;
}

/** Whether a response contains an invitation link, which is as powerful as a password. */
export const containsLink = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'invitationLink' in answer && answer.invitationLink !== null;

import { mayDo, type Permission, permissionsOf } from '../people/rules.ts';
import type { Program } from '../platform/http/caller.ts';

/** What only people do: they decide who else may do something. */
const FOR_PEOPLE: readonly Permission[] = [
  'team.write',
  'security.read',
  'security.write',
  'api-keys.read',
  'api-keys.write',
  'tenant-keys.read',
  'tenant-keys.write',
  'tenant-keys.revoke',
  'payment-account.read',
  'payment-account.write',
  'webhooks.read',
  'webhooks.write',
];

/** What an API key can be allowed: the permissions of a partner's admin, but for those that only people have. */
export const SCOPES: readonly Permission[] = permissionsOf('partner_admin').filter(
  (permission) => !FOR_PEOPLE.includes(permission),
);

const tenantScopes = (): Permission[] =>
  permissionsOf('tenant_admin').filter((permission) => !FOR_PEOPLE.includes(permission));

/** What a tenant's own key can be allowed: the same of the tenant's admin. */
export const TENANT_SCOPES: readonly Permission[] = tenantScopes();

/** A scope with which a key could give somebody everything that a tenant's admin may do. */
const GIVES_ADMIN: Permission = 'tenant-users.write';

/** The scopes that a key lacks to give somebody all that a tenant's admin may do now. */
const missingForAdmin = (scopes: ReadonlySet<string>): Permission[] =>
  tenantScopes().filter((permission) => !scopes.has(permission));

/**
 * Whether a key may do something, by its scopes and by the permission table as it is now: a tenant's own key does no more than the tenant's admin, and
 * none makes a login that may do more than itself, also where admins have got a permission since its scopes were saved.
 */
export const keyMay = ({ scopes, tenant }: Pick<Program, 'scopes' | 'tenant'>, permission: string): boolean =>
  scopes.has(permission) &&
  (tenant === null || mayDo('tenant_admin', permission)) &&
  (permission !== GIVES_ADMIN || missingForAdmin(scopes).length === 0);

/** How many of the missing scopes a message names. */
const NAMED = 3;

export type ScopeFault = { path: string; message: string };

/**
 * Why a key can't have these scopes of the known ones, by field. One that adds a tenant's users needs all that such a user can get, so that no key makes a stronger
 * login than itself.
 */
export function scopeFaults(scopes: readonly string[], known: readonly string[]): ScopeFault[] {
  const unknown = scopes.flatMap((scope, at) =>
    known.includes(scope) ? [] : [{ path: `scopes.${at}`, message: `There is no scope “${scope}”.` }],
  );
  if (unknown.length > 0 || !scopes.includes(GIVES_ADMIN)) return unknown;
  const missing = missingForAdmin(new Set(scopes));
  if (missing.length === 0) return [];
  const more = missing.length > NAMED ? ` and ${missing.length - NAMED} more` : '';
  const message = `A key with ${GIVES_ADMIN} can make tenant admins, so it needs all that they may do. Missing: ${missing.slice(0, NAMED).join(', ')}${more}.`;
  return [{ path: 'scopes', message }];
}

/** How many requests a process takes at a time of those that are left, so that it asks the database rarely and leaves the others some. */
export const requestsToTake = (left: number): number => Math.max(1, Math.min(100, Math.floor(left / 8)));

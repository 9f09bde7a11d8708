import { mayDo, type Permission, permissionsOf } from '../people/rules.ts';
import type { Program } from '../platform/http/caller.ts';

/** Permissions that keys can't have, because they decide who may do what. */
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

/** What an API key can be allowed: the permissions of a partner's admin, without those in FOR_PEOPLE. */
export const SCOPES: readonly Permission[] = permissionsOf('partner_admin').filter(
  (permission) => !FOR_PEOPLE.includes(permission),
);

const tenantScopes = (): Permission[] =>
  permissionsOf('tenant_admin').filter((permission) => !FOR_PEOPLE.includes(permission));

/** What a tenant's own key can be allowed: the permissions of the tenant's admin, with the same exception. */
export const TENANT_SCOPES: readonly Permission[] = tenantScopes();

/** With this scope, a key could give a user all permissions of a tenant's admin. */
const GIVES_ADMIN: Permission = 'tenant-users.write';

/** The current permissions of a tenant's admin that a key lacks. */
const missingForAdmin = (scopes: ReadonlySet<string>): Permission[] =>
  tenantScopes().filter((permission) => !scopes.has(permission));

/**
 * Whether a key has a permission, by its scopes and the current permission table. A tenant's own key never exceeds the tenant's admin. No key can
 * create a login with more permissions than its own, even if admins got a permission after its scopes were saved.
 */
export const keyMay = ({ scopes, tenant }: Pick<Program, 'scopes' | 'tenant'>, permission: string): boolean =>
  scopes.has(permission) &&
  (tenant === null || mayDo('tenant_admin', permission)) &&
  (permission !== GIVES_ADMIN || missingForAdmin(scopes).length === 0);

const NAMED = 3;

export type ScopeFault = { path: string; message: string };

/**
 * Why a key can't have these scopes, by field. A key that can add a tenant's users needs all permissions that such a user can have, so that no key
 * creates a login stronger than itself.
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

/** How many of the remaining requests a process takes at a time. It should query the database rarely, but leave some for other processes. */
export const requestsToTake = (left: number): number => Math.max(1, Math.min(100, Math.floor(left / 8)));

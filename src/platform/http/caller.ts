import type { TenantStatus } from '../../status/contract.ts';
import type { Mode } from '../values/mode.ts';

/**
 * The actor of a change, as in the audit trail. Jobs and the program itself act as `system`, a phone that dials a star code as its `extension`, a
 * partner's program as its `api_key`, a tenant's as its `tenant_api_key`. In the last three, `email` is a name.
 */
export type Actor = {
  id: string | null;
  email: string | null;
  role: Role | 'system' | 'extension' | ProgramRole;
  ip: string | null;
  requestId: string | null;
};

/** The kind of a program's key: its partner's, or its tenant's own. */
export type ProgramRole = 'api_key' | 'tenant_api_key';

export const ROLES = ['operator', 'partner_admin', 'partner_user', 'tenant_admin', 'tenant_user'] as const;
export type Role = (typeof ROLES)[number];

/** The sender of a request. Exactly one of `partner` and `tenant` decides what it sees; an operator has neither. */
export type Caller = Person | Program;

type Known = Actor & {
  id: string;
  name: string;
  partner: { id: string; name: string } | null;
  tenant: { id: string; name: string; status: TenantStatus } | null;
  /** when the session or the key expires; null for never */
  endsAt: Date | null;
};

/** A signed-in user, identified by the session's cookie. Writes require our own Origin. */
export type Person = Known & {
  via: 'session';
  email: string;
  role: Role;
  /** Has to set up a second factor first, and can open only their own account until then. */
  mustSetUp?: boolean;
};

/**
 * A program with an API key of a partner or a tenant. Its `id` and `email` are the key's id and name. Like the tenant's users, one with a tenant's
 * own key has no partner in its context.
 */
export type Program = Known & {
  via: 'key';
  email: string;
  /** permissions, by name */
  scopes: ReadonlySet<string>;
  tenants: 'all' | ReadonlySet<string>;
  /** whether it works with sandboxes or with all other tenants */
  mode: Mode;
  requestsPerMinute: number;
} & KeySide;

type KeySide =
  | { role: 'api_key'; partner: { id: string; name: string }; tenant: null }
  | { role: 'tenant_api_key'; partner: null; tenant: { id: string; name: string; status: TenantStatus } };

/** The program itself: jobs, start-up, the demo's seed. */
export const SYSTEM: Actor = { id: null, email: null, role: 'system', ip: null, requestId: null };

/** Whether the caller may access a tenant. An API key may be limited to some. */
export const seesTenant = (by: Actor | Caller, tenantId: string | null): boolean =>
  !('via' in by) || by.via !== 'key' || by.tenants === 'all' || (tenantId !== null && by.tenants.has(tenantId));

export const isTenantRole = (role: Actor['role']): boolean =>
  role === 'tenant_admin' || role === 'tenant_user' || role === 'tenant_api_key';

/** The mode for the context of a caller's transactions. A key sees only tenants of its mode. */
export const modeOf = (by: Actor | Caller): { mode?: Mode } =>
  'via' in by && by.via === 'key' ? { mode: by.mode } : {};

import type { TenantStatus } from '../../status/contract.ts';

/** Who does something, as the audit trail names it. Jobs and the program itself act as `system`, a phone that dials a star code as its `extension`. */
export type Actor = {
  id: string | null;
  email: string | null;
  role: Role | 'system' | 'extension';
  ip: string | null;
  requestId: string | null;
};

export const ROLES = ['operator', 'partner_admin', 'partner_user', 'tenant_admin', 'tenant_user'] as const;
export type Role = (typeof ROLES)[number];

/** Somebody signed in. Exactly one of `partner` and `tenant` decides what it sees; an operator has neither. */
export type Caller = Actor & {
  id: string;
  email: string;
  name: string;
  role: Role;
  partner: { id: string; name: string } | null;
  tenant: { id: string; name: string; status: TenantStatus } | null;
  /** Has to set up a second factor before anything but the own account. */
  mustSetUp?: boolean;
  /** By cookie (then writes need our own Origin) or by API key. */
  via: 'session' | 'key';
};

/** The program itself: jobs, start-up, the demo's seed. */
export const SYSTEM: Actor = { id: null, email: null, role: 'system', ip: null, requestId: null };

export const isTenantRole = (role: Role): boolean => role === 'tenant_admin' || role === 'tenant_user';

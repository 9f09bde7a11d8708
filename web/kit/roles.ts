import type { Session } from '../../src/people/contract.ts';

export const ROLE_NAMES: Record<Session['user']['role'], string> = {
  operator: 'Operator',
  partner_admin: 'Admin',
  partner_user: 'Viewer',
  tenant_admin: 'Admin',
  tenant_user: 'User',
};

/** What each role that can be given means, for the one who gives it. */
export const ROLE_HINTS = {
  partner_admin: 'Everything, in every tenant.',
  partner_user: 'The same screens, nothing to change, no secrets.',
  tenant_admin: 'Extensions, numbers, users of this tenant.',
  tenant_user: 'Signs in, and sees only their own account for now.',
} as const;

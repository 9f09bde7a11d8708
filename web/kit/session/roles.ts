import type { Session } from '../../../src/people/contract.ts';

export const ROLE_NAMES: Record<Session['user']['role'], string> = {
  operator: 'Operator',
  partner_admin: 'Admin',
  partner_user: 'Viewer',
  tenant_admin: 'Admin',
  tenant_user: 'User',
};

/** Explains each assignable role to the admin who assigns it. */
export const ROLE_HINTS = {
  partner_admin: 'Can do everything, in every tenant.',
  partner_user: 'Can view everything except passwords.',
  tenant_admin: 'Manages extensions, numbers and users.',
  tenant_user: 'Has the calls and messages of their own extension, the directory and the contacts.',
} as const;

/** An assignable role. */
export type UserRole = keyof typeof ROLE_HINTS;

export const isUserRole = (role: string): role is UserRole => role in ROLE_HINTS;

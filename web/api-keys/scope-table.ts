import { SCOPES } from '../../src/api-keys/rules.ts';
import { permissionsOf } from '../../src/people/rules.ts';

/** Nouns whose own word reads badly. The others are their word, such as “Extensions”. */
const NAMES: Record<string, string> = {
  tenants: 'Tenants: list, create, suspend, delete',
  tenant: 'Tenant: settings',
  'tenant-users': 'Tenant: users',
  'tenant-audit': 'Tenant: audit log',
  routing: 'Number routing',
  calls: 'Live calls',
  team: 'Your team',
  defaults: 'Tenant defaults',
  outbound: 'Outbound permissions',
  'api-requests': 'API requests',
  audit: 'Your audit log',
  support: 'Support contact',
  flows: 'Call flows',
};

/** The columns, in the order in which a reader looks for them. The rest of the actions are one column of their own. */
export const COMMON_ACTIONS = ['read', 'write'] as const;

export type ScopeRow = { noun: string; name: string; actions: string[] };

const nameOf = (noun: string): string => {
  const words = noun.replaceAll('-', ' ');
  return NAMES[noun] ?? words.charAt(0).toUpperCase() + words.slice(1);
};

/** All scopes by noun, in the order of the table of permissions. */
export const SCOPE_ROWS: readonly ScopeRow[] = [...Map.groupBy(SCOPES, (scope) => scope.split('.')[0] ?? '')].map(
  ([noun, scopes]) => ({ noun, name: nameOf(noun), actions: scopes.map((scope) => scope.slice(noun.length + 1)) }),
);

/** What can be ticked at once. */
export const PRESETS: readonly { label: string; scopes: readonly string[] }[] = [
  { label: 'Read everything', scopes: SCOPES.filter((scope) => scope.endsWith('.read')) },
  { label: 'All of a tenant admin', scopes: permissionsOf('tenant_admin') },
  { label: 'Everything', scopes: SCOPES },
  { label: 'Nothing', scopes: [] },
];

import { SCOPES, TENANT_SCOPES } from '../../src/api-keys/rules.ts';

/** Names of nouns whose identifier isn't readable. The others are shown like “Extensions”. */
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

/** The columns in order. The other actions share a column. */
export const COMMON_ACTIONS = ['read', 'write'] as const;

export type ScopeRow = { noun: string; name: string; actions: string[] };

const nameOf = (noun: string): string => {
  const words = noun.replaceAll('-', ' ');
  return NAMES[noun] ?? words.charAt(0).toUpperCase() + words.slice(1);
};

/** The scopes that a key can have, by noun and action. */
export type ScopeTable = {
  rows: readonly ScopeRow[];
  presets: readonly { label: string; scopes: readonly string[] }[];
};

/** Scopes by noun, in the order of the table of permissions. */
const rowsOf = (known: readonly string[]): ScopeRow[] =>
  [...Map.groupBy(known, (scope) => scope.split('.')[0] ?? '')].map(([noun, scopes]) => ({
    noun,
    name: nameOf(noun),
    actions: scopes.map((scope) => scope.slice(noun.length + 1)),
  }));

const reading = (known: readonly string[]) => known.filter((scope) => scope.endsWith('.read'));

export const PARTNER_TABLE: ScopeTable = {
  rows: rowsOf(SCOPES),
  presets: [
    { label: 'Read everything', scopes: reading(SCOPES) },
    { label: 'All of a tenant admin', scopes: TENANT_SCOPES },
    { label: 'Everything', scopes: SCOPES },
    { label: 'Nothing', scopes: [] },
  ],
};

export const TENANT_TABLE: ScopeTable = {
  rows: rowsOf(TENANT_SCOPES),
  presets: [
    { label: 'Read everything', scopes: reading(TENANT_SCOPES) },
    { label: 'Everything', scopes: TENANT_SCOPES },
    { label: 'Nothing', scopes: [] },
  ],
};

import type { TenantSort } from '../../src/tenants/contract.ts';

// The part of an address after `?`: plain words, readable and easy to send to somebody. What cannot be read is as if it were not there.

type Raw = Record<string, unknown>;

export const parseSearch = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text));

export function stringifySearch(search: Raw): string {
  const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text && `?${text}`;
}

const textOf = (value: unknown, longest = 100): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.slice(0, longest) : undefined;
const oneOf = <const T extends string>(value: unknown, allowed: readonly T[]): T | undefined =>
  allowed.find((option) => option === value);

/** Only what is there: an address never says `sort=undefined`. */
function compact<T extends Raw>(search: T): T {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as T;
}

export type ListSearch = { search?: string | undefined; sort?: string | undefined; cursor?: string | undefined };

export function readListSearch(raw: Raw): ListSearch {
  return compact({
    search: textOf(raw.search),
    sort: /^-?[a-zA-Z]{1,30}$/.test(String(raw.sort ?? '')) ? String(raw.sort) : undefined,
    cursor: textOf(raw.cursor, 1000),
  });
}

/** The chips over the list of tenants, and what the server is asked for. A cancelled tenant waits among the suspended. */
export const STATUS_FILTERS = {
  all: { label: 'All', statuses: '' },
  trial: { label: 'Trial', statuses: 'TRIAL' },
  active: { label: 'Active', statuses: 'ACTIVE' },
  suspended: { label: 'Suspended', statuses: 'SUSPENDED,CANCELLED' },
} as const satisfies Record<string, { label: string; statuses: string }>;
export type StatusFilter = keyof typeof STATUS_FILTERS;

const TENANT_COLUMNS = [
  'name',
  'sipPrefix',
  'status',
  'usersCount',
  'didsCount',
  'extensionsCount',
  'createdAt',
] as const satisfies TenantSort[];
const TENANT_ORDERS = TENANT_COLUMNS.flatMap((name) => [name, `-${name}` as const]);

export type TenantsSearch = ListSearch & { status?: StatusFilter | undefined };

export function readTenantsSearch(raw: Raw): TenantsSearch {
  return compact({
    ...readListSearch(raw),
    sort: oneOf(raw.sort, TENANT_ORDERS),
    status: oneOf(raw.status, Object.keys(STATUS_FILTERS) as StatusFilter[]),
  });
}

export type NumbersSearch = ListSearch & {
  status?: 'UNASSIGNED' | 'ASSIGNED' | 'PORTING_OUT' | 'PORTED_OUT' | undefined;
  tenantId?: string | undefined;
};

export function readNumbersSearch(raw: Raw): NumbersSearch {
  return compact({
    ...readListSearch(raw),
    status: oneOf(raw.status, ['UNASSIGNED', 'ASSIGNED', 'PORTING_OUT', 'PORTED_OUT']),
    tenantId: textOf(raw.tenantId),
  });
}

export type AuditSearch = {
  cursor?: string | undefined;
  tenantId?: string | undefined;
  actorId?: string | undefined;
  action?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
};

export function readAuditSearch(raw: Raw): AuditSearch {
  return compact({
    cursor: textOf(raw.cursor, 1000),
    tenantId: textOf(raw.tenantId),
    actorId: textOf(raw.actorId),
    action: textOf(raw.action),
    from: instantOf(raw.from),
    to: instantOf(raw.to),
  });
}

/** What the operator looks for, and which of what was found it looks at. */
export const readOperatorTenantSearch = (raw: Raw): { search?: string | undefined; tenantId?: string | undefined } =>
  compact({ search: textOf(raw.search), tenantId: textOf(raw.tenantId) });

const instantOf = (value: unknown): string | undefined =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? new Date(value).toISOString() : undefined;

/** For saying "51–100 of 1,234": all pages but the last are full. */
export const PAGE_SIZE = 50;

/** After signing in one goes back to an address of ours and nowhere else. */
export const isOwnAddress = (to: unknown): to is string => typeof to === 'string' && /^\/(?![/\\])/.test(to);

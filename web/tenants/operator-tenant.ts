import { compact, type Raw, textOf } from '../kit/search.ts';

/** Where the API has what the operator sees of a tenant, and under which key the page keeps it. */
export const pathOf = (tenantId: string) => `/operator/tenants/${tenantId}`;
export const keyOf = (tenantId: string) => ['operator', 'tenants', tenantId];

/** What the operator looks for, and which of what was found it looks at. */
export const readOperatorTenantSearch = (raw: Raw): { search?: string | undefined; tenantId?: string | undefined } =>
  compact({ search: textOf(raw.search), tenantId: textOf(raw.tenantId) });

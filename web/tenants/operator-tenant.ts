import { getLegalHold } from '../../src/retention/endpoints.ts';
import { getOperatorTenant } from '../../src/tenants/operator/endpoints.ts';
import { compact, type Raw, textOf } from '../kit/lists/search.ts';
import { apiQuery } from '../kit/session/queries.ts';

/** Each read is audited, so it is never repeated automatically. */
export const RECORDED = {
  meta: { recorded: true },
  staleTime: Infinity,
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
} as const;

export const operatorTenantQuery = (tenantId: string) => ({
  ...apiQuery(getOperatorTenant, { params: { tenantId } }),
  ...RECORDED,
});

export const legalHoldQuery = (tenantId: string) => ({
  ...apiQuery(getLegalHold, { params: { tenantId } }),
  ...RECORDED,
});

/** The operator's search, and the tenant chosen from its results. */
export const readOperatorTenantSearch = (raw: Raw): { search?: string | undefined; tenantId?: string | undefined } =>
  compact({ search: textOf(raw.search), tenantId: textOf(raw.tenantId) });

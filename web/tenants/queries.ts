import { getTenantSummary } from '../../src/tenants/endpoints.ts';
import { apiQuery } from '../kit/session/queries.ts';

export const summaryQuery = (tenantId: string) => apiQuery(getTenantSummary, { params: { tenantId } });

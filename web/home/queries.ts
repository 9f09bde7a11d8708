import { getPartnerSummary } from '../../src/tenants/endpoints.ts';
import { apiQuery } from '../kit/queries.ts';

export const homeQuery = () => apiQuery(getPartnerSummary);

import { getRevenue, getWholesale } from '../../src/revenue/endpoints.ts';
import { apiQuery } from '../kit/session/queries.ts';

export const revenueQuery = (month: string | undefined) => apiQuery(getRevenue, { query: { month } });

export const wholesaleQuery = (month: string | undefined) => apiQuery(getWholesale, { query: { month } });

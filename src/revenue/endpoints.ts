import { endpoint } from '../platform/http/endpoint.ts';
import { Revenue, REVENUE_COLUMNS, RevenueQuery } from './contract.ts';
import { WholesaleOfMonth } from './wholesale-contract.ts';

export const getRevenue = endpoint({
  id: 'getRevenue',
  method: 'GET',
  path: '/revenue',
  scope: 'partner',
  permission: 'wholesale.read',
  summary: 'Get a month’s revenue',
  description:
    'Tenants’ charges for a month so far, what their calls and the operator’s fees cost the partner, and the margin: by tenant, by day and by destination, compared with the same part of the month before.',
  query: RevenueQuery,
  response: Revenue,
});

export const getWholesale = endpoint({
  id: 'getWholesale',
  method: 'GET',
  path: '/operator/wholesale',
  scope: 'operator',
  permission: 'operator.wholesale',
  summary: 'Get a month’s wholesale',
  description:
    'The calls of each partner’s tenants by its wholesale rates in a month so far, and its fees for tenants, extensions and numbers.',
  query: RevenueQuery,
  response: WholesaleOfMonth,
});

export const exportRevenue = endpoint({
  id: 'exportRevenue',
  method: 'GET',
  path: '/revenue/export',
  scope: 'partner',
  permission: 'wholesale.read',
  summary: 'Export a month’s revenue as CSV',
  description: 'All tenants with their revenue, cost and margin in a month. Each export is in the audit log.',
  query: RevenueQuery,
  download: { mediaType: 'text/csv', fileName: 'revenue.csv', columns: REVENUE_COLUMNS },
});

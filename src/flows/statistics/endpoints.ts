import { endpoint } from '../../platform/http/endpoint.ts';
import { FlowStatistics, StatisticsQuery } from './contract.ts';

export const getFlowStatistics = endpoint({
  id: 'getFlowStatistics',
  method: 'GET',
  path: '/tenants/{tenantId}/flows/{flowId}/statistics',
  scope: 'tenant',
  permission: 'flows.read',
  summary: 'Get the statistics of a call flow',
  description:
    'How many calls took which exit of which node, all versions together. Calls that try out a draft don’t count, and calls in progress not yet.',
  query: StatisticsQuery,
  response: FlowStatistics,
});

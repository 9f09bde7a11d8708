import { endpoint } from '../platform/http/endpoint.ts';
import { ApiRequestList, ApiRequestQuery, RETENTION_DAYS } from './contract.ts';

export const listApiRequests = endpoint({
  id: 'listApiRequests',
  method: 'GET',
  path: '/api-requests',
  scope: 'partner',
  permission: 'api-requests.read',
  summary: 'List requests of API keys',
  description: `What your keys have asked for in the last ${RETENTION_DAYS} days, newest first, a moment after the response. No bodies and no query strings are recorded. From 600 requests a minute on, every tenth is recorded, from 6,000 on every hundredth: \`represents\` says how many each stands for.`,
  query: ApiRequestQuery,
  response: ApiRequestList,
});

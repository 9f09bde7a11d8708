import { endpoint } from '../platform/http/endpoint.ts';
import { Health, IncidentList, IncidentQuery } from './contract.ts';

export const getHealth = endpoint({
  id: 'getHealth',
  method: 'GET',
  path: '/operator/health',
  scope: 'operator',
  permission: 'operator.health',
  summary: 'Whether calls can be made, and how Asterisk is',
  response: Health,
});

export const listIncidents = endpoint({
  id: 'listIncidents',
  method: 'GET',
  path: '/operator/incidents',
  scope: 'operator',
  permission: 'operator.health',
  summary: 'When a part of the service ended unexpectedly, newest first',
  query: IncidentQuery,
  response: IncidentList,
});

import { endpoint } from '../platform/http/endpoint.ts';
import { Health, IncidentList, IncidentQuery } from './contract.ts';

export const getHealth = endpoint({
  id: 'getHealth',
  method: 'GET',
  path: '/operator/health',
  scope: 'operator',
  permission: 'operator.health',
  summary: 'Get the health of the service',
  description: 'Whether calls can be made, and how Asterisk on this machine is doing.',
  response: Health,
});

export const listIncidents = endpoint({
  id: 'listIncidents',
  method: 'GET',
  path: '/operator/incidents',
  scope: 'operator',
  permission: 'operator.health',
  summary: 'List incidents',
  description: 'When a part of the service ended unexpectedly, newest first.',
  query: IncidentQuery,
  response: IncidentList,
});

import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors } from '../platform/http/errors.ts';
import { callErrors, LiveCallList, LiveCallQuery } from './contract.ts';

export const listLiveCalls = endpoint({
  id: 'listLiveCalls',
  method: 'GET',
  path: '/tenants/{tenantId}/live-calls',
  scope: 'tenant',
  permission: 'calls.read',
  summary: 'List calls in progress',
  description: 'The tenant’s calls that are ringing or connected now, newest first.',
  query: LiveCallQuery,
  response: LiveCallList,
});

export const endLiveCall = endpoint({
  id: 'endLiveCall',
  method: 'DELETE',
  path: '/tenants/{tenantId}/live-calls/{callId}',
  scope: 'tenant',
  permission: 'calls.end',
  summary: 'End a call',
  description: 'Hangs up a call in progress. An emergency call can be ended only when its phone no longer answers.',
  status: 202,
  errors: pickErrors(callErrors, 'emergency_call'),
});

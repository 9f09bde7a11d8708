import { endpoint } from '../platform/http/endpoint.ts';
import { LiveCallList, LiveCallQuery, CallRecordList, CallRecordQuery } from './contract.ts';

export const listLiveCalls = endpoint({
  id: 'listLiveCalls',
  method: 'GET',
  path: '/tenants/{tenantId}/live-calls',
  scope: 'tenant',
  permission: 'calls.read',
  summary: 'Calls in progress',
  query: LiveCallQuery,
  response: LiveCallList,
});

export const endLiveCall = endpoint({
  id: 'endLiveCall',
  method: 'DELETE',
  path: '/tenants/{tenantId}/live-calls/{callId}',
  scope: 'tenant',
  permission: 'calls.end',
  summary: 'End a call in progress; an emergency call only if its phone no longer answers',
  status: 202,
});

export const listCalls = endpoint({
  id: 'listCalls',
  method: 'GET',
  path: '/tenants/{tenantId}/calls',
  scope: 'tenant',
  permission: 'calls.read',
  summary: 'Call history',
  query: CallRecordQuery,
  response: CallRecordList,
});

import { endpoint } from '../../platform/http/endpoint.ts';
import { CALL_COLUMNS, CallDetail, CallExportQuery, CallRecordList, CallRecordQuery } from './contract.ts';

const OWN_ONLY = 'Users who are not admins see only the calls of their own extension, without prices.';

export const listCalls = endpoint({
  id: 'listCalls',
  method: 'GET',
  path: '/tenants/{tenantId}/calls',
  scope: 'tenant',
  permission: 'call-history.read',
  summary: 'List call records',
  description: `The tenant’s calls that have ended or were refused, newest first. ${OWN_ONLY}`,
  query: CallRecordQuery,
  response: CallRecordList,
});

export const exportCalls = endpoint({
  id: 'exportCalls',
  method: 'GET',
  path: '/tenants/{tenantId}/calls/export',
  scope: 'tenant',
  permission: 'call-history.export',
  summary: 'Export call records as CSV',
  description: `All calls that match the filters. Times are in the tenant’s time zone, which each row names. The file may be of any length. ${OWN_ONLY}`,
  query: CallExportQuery,
  download: { mediaType: 'text/csv', fileName: 'calls.csv', columns: CALL_COLUMNS },
});

export const getCall = endpoint({
  id: 'getCall',
  method: 'GET',
  path: '/tenants/{tenantId}/calls/{callId}',
  scope: 'tenant',
  permission: 'call-history.read',
  summary: 'Get a call record',
  description: `One call, with its path through the tenant: each phone that rang, each forward, each mailbox. ${OWN_ONLY}`,
  response: CallDetail,
});

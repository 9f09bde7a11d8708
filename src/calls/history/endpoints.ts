import { endpoint } from '../../platform/http/endpoint.ts';
import { pickErrors } from '../../platform/http/errors.ts';
import { statusErrors } from '../../status/contract.ts';
import { CALL_COLUMNS, CallDetail, CallExportQuery, CallRecordList, CallRecordQuery } from './contract.ts';

const OWN_ONLY = 'Users who are no admins see the calls of their own extension only, without prices.';

export const listCalls = endpoint({
  id: 'listCalls',
  method: 'GET',
  path: '/tenants/{tenantId}/calls',
  scope: 'tenant',
  permission: 'call-history.read',
  summary: 'List call records',
  description: `The tenant’s calls that have ended or were not put through, newest first. ${OWN_ONLY}`,
  query: CallRecordQuery,
  response: CallRecordList,
  errors: pickErrors(statusErrors, 'tenant_suspended'),
});

export const exportCalls = endpoint({
  id: 'exportCalls',
  method: 'GET',
  path: '/tenants/{tenantId}/calls/export',
  scope: 'tenant',
  permission: 'call-history.export',
  summary: 'Export call records as CSV',
  description: `All calls that match the filters. Times are in the tenant’s zone, which is named. The file is sent while it is read, however long it is. ${OWN_ONLY}`,
  query: CallExportQuery,
  download: { mediaType: 'text/csv', fileName: 'calls.csv', columns: CALL_COLUMNS },
  errors: pickErrors(statusErrors, 'tenant_suspended'),
});

export const getCall = endpoint({
  id: 'getCall',
  method: 'GET',
  path: '/tenants/{tenantId}/calls/{callId}',
  scope: 'tenant',
  permission: 'call-history.read',
  summary: 'Get a call record',
  description: `One call, with its way through the tenant: each phone tried, each forward, each mailbox. ${OWN_ONLY}`,
  response: CallDetail,
  errors: pickErrors(statusErrors, 'tenant_suspended'),
});

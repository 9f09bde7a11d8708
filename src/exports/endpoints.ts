import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors } from '../platform/http/errors.ts';
import { statusErrors } from '../status/contract.ts';
import { Export, exportErrors } from './contract.ts';

export const requestExport = endpoint({
  id: 'requestExport',
  method: 'POST',
  path: '/tenants/{tenantId}/export',
  scope: 'record',
  permission: 'tenant.export',
  summary: 'Request an export',
  description:
    'Prepares a ZIP with everything that the tenant has, as JSON and CSV. It is made in the background and replaces the last one; while one is being prepared, the request changes nothing. Also for cancelled tenants.',
  response: Export,
  status: 202,
  errors: pickErrors(statusErrors, 'tenant_suspended'),
});

export const getExport = endpoint({
  id: 'getExport',
  method: 'GET',
  path: '/tenants/{tenantId}/export',
  scope: 'record',
  permission: 'tenant.export',
  summary: 'Get the state of the export',
  description: 'Poll this until `status` is `ready`, then download the file.',
  response: Export,
  errors: pickErrors(statusErrors, 'tenant_suspended'),
});

export const downloadExport = endpoint({
  id: 'downloadExport',
  method: 'GET',
  path: '/tenants/{tenantId}/export/file',
  scope: 'record',
  permission: 'tenant.export',
  summary: 'Download the export',
  description:
    'The ZIP of the last export. Supports one byte range, so an interrupted download can be resumed. Who downloads it is in the audit log.',
  download: { mediaType: 'application/zip' },
  errors: { ...pickErrors(statusErrors, 'tenant_suspended'), ...pickErrors(exportErrors, 'not_ready') },
});

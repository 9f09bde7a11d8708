import { endpoint } from '../platform/http/endpoint.ts';
import { Export } from './contract.ts';

export const requestExport = endpoint({
  id: 'requestExport',
  method: 'POST',
  path: '/tenants/{tenantId}/export',
  scope: 'record',
  permission: 'tenant.export',
  summary: 'Have everything a tenant has put into a ZIP',
  response: Export,
  status: 202,
});

export const getExport = endpoint({
  id: 'getExport',
  method: 'GET',
  path: '/tenants/{tenantId}/export',
  scope: 'record',
  permission: 'tenant.export',
  summary: 'How far the last export is',
  response: Export,
});

export const downloadExport = endpoint({
  id: 'downloadExport',
  method: 'GET',
  path: '/tenants/{tenantId}/export/file',
  scope: 'record',
  permission: 'tenant.export',
  summary: 'The ZIP of the last export',
  download: { mediaType: 'application/zip' },
});

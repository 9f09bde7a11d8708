import { endpoint } from '../platform/http/endpoint.ts';
import {
  AuditExportQuery,
  AuditList,
  AuditQuery,
  AuditVerification,
  EXPORT_COLUMNS,
  TenantAuditQuery,
} from './contract.ts';

export const listAuditEvents = endpoint({
  id: 'listAuditEvents',
  method: 'GET',
  path: '/audit-events',
  scope: 'partner',
  permission: 'audit.read',
  summary: 'Who did what, newest first',
  query: AuditQuery,
  response: AuditList,
});

export const listTenantAuditEvents = endpoint({
  id: 'listTenantAuditEvents',
  method: 'GET',
  path: '/tenants/{tenantId}/audit-events',
  scope: 'tenant',
  permission: 'tenant-audit.read',
  summary: 'What was done in a tenant, by its own people and by its provider',
  query: TenantAuditQuery,
  response: AuditList,
});

export const verifyAuditEvents = endpoint({
  id: 'verifyAuditEvents',
  method: 'GET',
  path: '/audit-events/verify',
  scope: 'partner',
  permission: 'audit.read',
  summary: 'Whether the trail is as it was written, link by link',
  response: AuditVerification,
});

export const listOperatorAuditEvents = endpoint({
  id: 'listOperatorAuditEvents',
  method: 'GET',
  path: '/operator/audit-events',
  scope: 'operator',
  permission: 'operator.audit',
  summary: 'What was done on the platform itself, and sign-ins that belong to no partner',
  query: AuditQuery,
  response: AuditList,
});

export const verifyOperatorAuditEvents = endpoint({
  id: 'verifyOperatorAuditEvents',
  method: 'GET',
  path: '/operator/audit-events/verify',
  scope: 'operator',
  permission: 'operator.audit',
  summary: 'Whether every trail on the platform is as it was written',
  response: AuditVerification,
});

export const exportAuditEvents = endpoint({
  id: 'exportAuditEvents',
  method: 'GET',
  path: '/audit-events/export',
  scope: 'partner',
  permission: 'audit.export',
  summary: 'The audit trail as CSV',
  query: AuditExportQuery,
  download: { mediaType: 'text/csv', fileName: 'audit-events.csv', columns: EXPORT_COLUMNS },
});

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
  testKeys: 'served',
  summary: 'List audit events',
  description: 'Every change that concerns the partner and its tenants, newest first.',
  query: AuditQuery,
  response: AuditList,
});

export const listTenantAuditEvents = endpoint({
  id: 'listTenantAuditEvents',
  method: 'GET',
  path: '/tenants/{tenantId}/audit-events',
  scope: 'tenant',
  permission: 'tenant-audit.read',
  summary: 'List a tenant’s audit events',
  description:
    'Returns changes of a tenant by its own users and by its provider, newest first. A tenant’s admins don’t see the partner’s internal events.',
  query: TenantAuditQuery,
  response: AuditList,
});

export const verifyAuditEvents = endpoint({
  id: 'verifyAuditEvents',
  method: 'GET',
  path: '/audit-events/verify',
  scope: 'partner',
  permission: 'audit.read',
  summary: 'Verify the audit log',
  description: 'Checks link by link that no event of the partner was changed or removed since it was written.',
  response: AuditVerification,
});

export const listOperatorAuditEvents = endpoint({
  id: 'listOperatorAuditEvents',
  method: 'GET',
  path: '/operator/audit-events',
  scope: 'operator',
  permission: 'operator.audit',
  summary: 'List the platform’s audit events',
  description: 'What was done on the platform itself, and sign-ins that belong to no partner, newest first.',
  query: AuditQuery,
  response: AuditList,
});

export const verifyOperatorAuditEvents = endpoint({
  id: 'verifyOperatorAuditEvents',
  method: 'GET',
  path: '/operator/audit-events/verify',
  scope: 'operator',
  permission: 'operator.audit',
  summary: 'Verify every audit log',
  description: 'Checks the audit logs of the whole platform link by link.',
  response: AuditVerification,
});

export const exportAuditEvents = endpoint({
  id: 'exportAuditEvents',
  method: 'GET',
  path: '/audit-events/export',
  scope: 'partner',
  permission: 'audit.export',
  testKeys: 'served',
  summary: 'Export audit events as CSV',
  description:
    'All events that match the filters, newest first. The file is sent while it is read, however long it is.',
  query: AuditExportQuery,
  download: { mediaType: 'text/csv', fileName: 'audit-events.csv', columns: EXPORT_COLUMNS },
});

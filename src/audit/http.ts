import { isTenantRole } from '../platform/http/caller.ts';
import type { Db } from '../platform/db/db.ts';
import { addDownload } from '../platform/http/download.ts';
import type { Server } from '../platform/http/server.ts';
import { mayDo } from '../people/rules.ts';
import { exportEvents, listEvents, listTenantEvents, verifyTrail } from './audit.ts';
import * as contract from './contract.ts';

export function auditRoutes(server: Server, { db }: { db: Db }): void {
  server.endpoint({
    method: 'GET',
    path: '/audit-events',
    id: 'listAuditEvents',
    summary: 'Who did what, newest first',
    permission: 'audit.read',
    scope: 'partner',
    query: contract.AuditQuery,
    answers: { 200: contract.AuditList },
    handle: ({ tx, caller, query }) => listEvents(tx, { partnerId: caller.partner!.id }, query),
  });

  server.endpoint({
    method: 'GET',
    path: '/tenants/:tenantId/audit-events',
    id: 'listTenantAuditEvents',
    summary: 'What was done in a tenant, by its own people and by its provider',
    permission: 'tenant-audit.read',
    scope: 'tenant',
    query: contract.TenantAuditQuery,
    answers: { 200: contract.AuditList },
    handle: ({ tx, caller, tenant, query }) =>
      listTenantEvents(tx, tenant.id, query, isTenantRole(caller.role) ? 'tenant' : 'partner'),
  });

  server.endpoint({
    method: 'GET',
    path: '/audit-events/verify',
    id: 'verifyAuditEvents',
    summary: 'Whether the trail is as it was written, link by link',
    permission: 'audit.read',
    scope: 'partner',
    answers: { 200: contract.AuditVerification },
    handle: ({ tx, caller }) => verifyTrail(tx, { partnerId: caller.partner!.id }),
  });

  server.endpoint({
    method: 'GET',
    path: '/operator/audit-events',
    id: 'listOperatorAuditEvents',
    summary: 'What was done on the platform itself, and sign-ins that belong to no partner',
    permission: 'operator.audit',
    scope: 'operator',
    query: contract.AuditQuery,
    answers: { 200: contract.AuditList },
    handle: ({ tx, query }) => listEvents(tx, 'operator', query),
  });

  server.endpoint({
    method: 'GET',
    path: '/operator/audit-events/verify',
    id: 'verifyOperatorAuditEvents',
    summary: 'Whether every trail on the platform is as it was written',
    permission: 'operator.audit',
    scope: 'operator',
    answers: { 200: contract.AuditVerification },
    handle: ({ tx }) => verifyTrail(tx, 'all'),
  });

  addDownload(server, (caller, permission) => mayDo(caller.role, permission), {
    path: '/audit-events/export',
    id: 'exportAuditEvents',
    summary: 'The audit trail as CSV',
    permission: 'audit.export',
    filename: 'audit-events.csv',
    columns: contract.EXPORT_COLUMNS,
    query: contract.AuditExportQuery,
    pages: ({ caller, query }) => exportEvents(db, caller, caller.partner!.id, query),
  });
}

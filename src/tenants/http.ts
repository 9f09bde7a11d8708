import { type Caller, isTenantRole } from '../platform/http/caller.ts';
import { z } from 'zod';
import type { Config } from '../platform/config.ts';
import type { Db } from '../platform/db/db.ts';
import { addDownload } from '../platform/http/download.ts';
import type { Server } from '../platform/http/server.ts';
import { mayDo } from '../people/rules.ts';
import * as contract from './contract.ts';
import { readDefaults, saveDefaults } from './defaults.ts';
import { cancelTenant, reactivateTenant, suspendTenant } from './lifecycle.ts';
import { operatorTenantRoutes } from './operator-http.ts';
import { listManifests, previewTenant, summarizePartner, summarizeTenant } from './preview.ts';
import { refuseKeptFields } from './guards.ts';
import { TENANT_STATUSES } from '../status/contract.ts';
import { PLANNED_PERMITS, STATUS_PERMITS, TRANSITIONS } from '../status/rules.ts';
import { listSuspensions } from './suspensions.ts';
import {
  asOwnReads,
  createTenant,
  editTenant,
  exportTenants,
  listTenants,
  proposePrefix,
  readTenant,
  toTenant,
} from './tenants.ts';

const forCaller = (caller: Caller, tenant: contract.Tenant): contract.Tenant =>
  isTenantRole(caller.role) ? asOwnReads(tenant) : tenant;

/** What concerns a plain user: nothing of what the provider and the admins settle between them. */
const ofUser = ({ id, name, status, timezone }: contract.Tenant): contract.TenantOfUser => ({
  id,
  name,
  status,
  timezone,
});

export function tenantRoutes(
  server: Server,
  { config, db, now = () => new Date() }: { config: Config; db: Db; now?: () => Date },
): void {
  server.endpoint({
    method: 'GET',
    path: '/tenant-statuses',
    id: 'listTenantStatuses',
    summary: 'What each status permits, and where it can lead',
    permission: 'anyone',
    scope: 'self',
    answers: { 200: contract.TenantStatuses },
    handle: async () => ({
      items: TENANT_STATUSES.map((status) => ({
        status,
        permits: { ...STATUS_PERMITS[status], ...PLANNED_PERMITS[status] },
        to: TRANSITIONS[status],
      })),
    }),
  });

  server.endpoint({
    method: 'GET',
    path: '/tenants',
    id: 'listTenants',
    summary: 'The tenants of the partner',
    permission: 'tenants.read',
    scope: 'partner',
    query: contract.TenantQuery,
    answers: { 200: contract.TenantList },
    handle: ({ tx, caller, query }) => listTenants(tx, caller.partner!.id, query),
  });

  server.endpoint({
    method: 'POST',
    path: '/tenants',
    id: 'createTenant',
    summary: 'Create a tenant',
    permission: 'tenants.write',
    scope: 'partner',
    body: contract.TenantCreate,
    answers: { 201: contract.Tenant },
    handle: ({ tx, caller, body }) => createTenant(tx, caller, caller.partner!.id, body),
  });

  addDownload(server, (caller, permission) => mayDo(caller.role, permission), {
    path: '/tenants/export',
    id: 'exportTenants',
    summary: 'The tenants of the partner as CSV',
    permission: 'tenants.export',
    filename: 'tenants.csv',
    columns: contract.EXPORT_COLUMNS,
    query: contract.TenantExportQuery,
    pages: ({ caller, query }) => exportTenants(db, caller, caller.partner!.id, query),
  });

  server.endpoint({
    method: 'GET',
    path: '/tenants/prefix-suggestion',
    id: 'suggestPrefix',
    summary: 'A free SIP prefix made from a name',
    permission: 'tenants.write',
    scope: 'partner',
    query: contract.PrefixQuery,
    answers: { 200: contract.PrefixSuggestion },
    handle: async ({ tx, query }) => ({ sipPrefix: await proposePrefix(tx, query.name) }),
  });

  server.endpoint({
    method: 'GET',
    path: '/tenants/:tenantId',
    id: 'getTenant',
    summary: 'One tenant; a plain user of it reads name, status and time zone only',
    permission: 'tenant.read',
    scope: 'record',
    answers: { 200: z.union([contract.Tenant, contract.TenantOfUser]) },
    handle: async ({ tx, caller, tenant }) => {
      const whole = await readTenant(tx, tenant.id);
      return caller.role === 'tenant_user' ? ofUser(whole) : forCaller(caller, whole);
    },
  });

  server.endpoint({
    method: 'PATCH',
    path: '/tenants/:tenantId',
    id: 'editTenant',
    summary: 'Change fields of a tenant, its status among them',
    permission: 'tenant.write',
    scope: 'record',
    body: contract.TenantPatch,
    answers: { 200: contract.Tenant },
    forbids: refuseKeptFields,
    handle: async ({ tx, caller, tenant, body, ifMatch }) =>
      forCaller(caller, await editTenant(tx, caller, tenant.id, body, ifMatch, now())),
  });

  for (const [method, path, id] of [
    ['DELETE', '/tenants/:tenantId', 'deleteTenant'],
    ['POST', '/tenants/:tenantId/cancel', 'cancelTenant'],
  ] as const) {
    server.endpoint({
      method,
      path,
      id,
      summary: 'Cancel a tenant: closed now, purged after 90 days',
      permission: 'tenants.write',
      scope: 'record',
      body: contract.CancelTenant,
      answers: { 200: contract.Tenant },
      handle: async ({ tx, caller, tenant, body, ifMatch }) =>
        toTenant(await cancelTenant(tx, caller, tenant.id, body, now(), ifMatch)),
    });
  }

  server.endpoint({
    method: 'POST',
    path: '/tenants/:tenantId/suspend',
    id: 'suspendTenant',
    summary: 'Suspend a tenant, or add a reason',
    permission: 'tenants.write',
    scope: 'record',
    body: contract.SuspendTenant,
    answers: { 200: contract.Tenant },
    handle: async ({ tx, caller, tenant, body }) => toTenant(await suspendTenant(tx, caller, tenant.id, body)),
  });

  server.endpoint({
    method: 'GET',
    path: '/tenants/:tenantId/suspensions',
    id: 'listSuspensions',
    summary: 'Why a tenant is suspended: each reason with who set it, when, and the note',
    permission: 'tenants.read',
    scope: 'record',
    answers: { 200: contract.SuspensionList },
    handle: async ({ tx, tenant }) => {
      const items = await listSuspensions(tx, tenant.id);
      return { items, nextCursor: null, total: items.length };
    },
  });

  server.endpoint({
    method: 'POST',
    path: '/tenants/:tenantId/reactivate',
    id: 'reactivateTenant',
    summary: 'Lift reasons of a suspension, or bring a cancelled tenant back',
    permission: 'tenants.write',
    scope: 'record',
    body: contract.ReactivateTenant,
    answers: { 200: contract.Reactivated },
    handle: async ({ tx, caller, tenant, body }) => {
      const { row, ...numbers } = await reactivateTenant(tx, caller, tenant.id, body, now());
      return { tenant: toTenant(row), ...numbers };
    },
  });

  server.endpoint({
    method: 'POST',
    path: '/tenants/:tenantId/preview',
    id: 'previewTenant',
    summary: 'What a change of status would do, without doing it',
    permission: 'tenants.preview',
    scope: 'record',
    body: contract.PreviewTenant,
    answers: { 200: contract.Preview },
    handle: ({ tx, tenant, body }) => previewTenant(tx, tenant.id, body.action),
  });

  server.endpoint({
    method: 'GET',
    path: '/tenants/:tenantId/manifests',
    id: 'listManifests',
    summary: 'What deletions did, item by item',
    permission: 'tenants.read',
    scope: 'record',
    answers: { 200: contract.ManifestList },
    handle: ({ tx, tenant }) => listManifests(tx, tenant.id),
  });

  server.endpoint({
    method: 'GET',
    path: '/tenants/:tenantId/summary',
    id: 'getTenantSummary',
    summary: 'What the dashboard of a tenant shows',
    permission: 'extensions.read',
    scope: 'tenant',
    answers: { 200: contract.TenantSummary },
    handle: ({ tx, tenant, request }) => {
      const domain = config.externalAddress ?? request.hostname;
      return summarizeTenant(tx, tenant.id, {
        domain,
        port: config.sipPort,
        voice: config.voice === 'off' ? 'off' : 'on',
      });
    },
  });

  server.endpoint({
    method: 'GET',
    path: '/partner/summary',
    id: 'getPartnerSummary',
    summary: 'What the front page of a partner shows',
    permission: 'tenants.read',
    scope: 'partner',
    answers: { 200: contract.PartnerSummary },
    handle: ({ tx, caller }) => summarizePartner(tx, caller.partner!.id),
  });

  server.endpoint({
    method: 'GET',
    path: '/tenant-defaults',
    id: 'getTenantDefaults',
    summary: 'What a new tenant starts with',
    permission: 'defaults.read',
    scope: 'partner',
    answers: { 200: contract.TenantDefaults },
    handle: ({ tx, caller }) => readDefaults(tx, caller.partner!.id),
  });

  server.endpoint({
    method: 'PUT',
    path: '/tenant-defaults',
    id: 'putTenantDefaults',
    summary: 'Set what new tenants start with',
    permission: 'defaults.write',
    scope: 'partner',
    body: contract.TenantDefaultsPut,
    answers: { 200: contract.TenantDefaults },
    handle: ({ tx, caller, body, ifMatch }) => saveDefaults(tx, caller, caller.partner!.id, body, ifMatch),
  });

  operatorTenantRoutes(server, now);
}

import { z } from 'zod';
import { endpoint } from '../platform/http/endpoint.ts';
import {
  CancelTenant,
  EXPORT_COLUMNS,
  ManifestList,
  PartnerSummary,
  PrefixQuery,
  PrefixSuggestion,
  Preview,
  PreviewTenant,
  ReactivateTenant,
  Reactivated,
  SuspendTenant,
  SuspensionList,
  Tenant,
  TenantCreate,
  TenantDefaults,
  TenantDefaultsPut,
  TenantExportQuery,
  TenantList,
  TenantOfUser,
  TenantPatch,
  TenantQuery,
  TenantStatuses,
  TenantSummary,
} from './contract.ts';

export const listTenantStatuses = endpoint({
  id: 'listTenantStatuses',
  method: 'GET',
  path: '/tenant-statuses',
  scope: 'self',
  permission: 'anyone',
  summary: 'What each status permits, and where it can lead',
  response: TenantStatuses,
});

export const listTenants = endpoint({
  id: 'listTenants',
  method: 'GET',
  path: '/tenants',
  scope: 'partner',
  permission: 'tenants.read',
  summary: 'The tenants of the partner',
  query: TenantQuery,
  response: TenantList,
});

export const createTenant = endpoint({
  id: 'createTenant',
  method: 'POST',
  path: '/tenants',
  scope: 'partner',
  permission: 'tenants.write',
  summary: 'Create a tenant',
  body: TenantCreate,
  response: Tenant,
  status: 201,
});

export const exportTenants = endpoint({
  id: 'exportTenants',
  method: 'GET',
  path: '/tenants/export',
  scope: 'partner',
  permission: 'tenants.export',
  summary: 'The tenants of the partner as CSV',
  query: TenantExportQuery,
  download: { mediaType: 'text/csv', fileName: 'tenants.csv', columns: EXPORT_COLUMNS },
});

export const suggestPrefix = endpoint({
  id: 'suggestPrefix',
  method: 'GET',
  path: '/tenants/prefix-suggestion',
  scope: 'partner',
  permission: 'tenants.write',
  summary: 'A free SIP prefix made from a name',
  query: PrefixQuery,
  response: PrefixSuggestion,
});

export const getTenant = endpoint({
  id: 'getTenant',
  method: 'GET',
  path: '/tenants/{tenantId}',
  scope: 'record',
  permission: 'tenant.read',
  summary: 'One tenant; a plain user of it reads name, status and time zone only',
  response: z.union([Tenant, TenantOfUser]),
});

export const editTenant = endpoint({
  id: 'editTenant',
  method: 'PATCH',
  path: '/tenants/{tenantId}',
  scope: 'record',
  permission: 'tenant.write',
  summary: 'Change fields of a tenant, its status among them',
  body: TenantPatch,
  response: Tenant,
  headers: ['If-Match'],
});

export const deleteTenant = endpoint({
  id: 'deleteTenant',
  method: 'DELETE',
  path: '/tenants/{tenantId}',
  scope: 'record',
  permission: 'tenants.write',
  summary: 'Cancel a tenant: closed now, purged after 90 days',
  body: CancelTenant,
  response: Tenant,
  headers: ['If-Match'],
});

export const cancelTenant = endpoint({
  id: 'cancelTenant',
  method: 'POST',
  path: '/tenants/{tenantId}/cancel',
  scope: 'record',
  permission: 'tenants.write',
  summary: 'Cancel a tenant: closed now, purged after 90 days',
  body: CancelTenant,
  response: Tenant,
  headers: ['If-Match'],
});

export const suspendTenant = endpoint({
  id: 'suspendTenant',
  method: 'POST',
  path: '/tenants/{tenantId}/suspend',
  scope: 'record',
  permission: 'tenants.write',
  summary: 'Suspend a tenant, or add a reason',
  body: SuspendTenant,
  response: Tenant,
});

export const listSuspensions = endpoint({
  id: 'listSuspensions',
  method: 'GET',
  path: '/tenants/{tenantId}/suspensions',
  scope: 'record',
  permission: 'tenants.read',
  summary: 'Why a tenant is suspended: each reason with who set it, when, and the note',
  response: SuspensionList,
});

export const reactivateTenant = endpoint({
  id: 'reactivateTenant',
  method: 'POST',
  path: '/tenants/{tenantId}/reactivate',
  scope: 'record',
  permission: 'tenants.write',
  summary: 'Lift reasons of a suspension, or bring a cancelled tenant back',
  body: ReactivateTenant,
  response: Reactivated,
});

export const previewTenant = endpoint({
  id: 'previewTenant',
  method: 'POST',
  path: '/tenants/{tenantId}/preview',
  scope: 'record',
  permission: 'tenants.preview',
  summary: 'What a change of status would do, without doing it',
  body: PreviewTenant,
  response: Preview,
});

export const listManifests = endpoint({
  id: 'listManifests',
  method: 'GET',
  path: '/tenants/{tenantId}/manifests',
  scope: 'record',
  permission: 'tenants.read',
  summary: 'What deletions did, item by item',
  response: ManifestList,
});

export const getTenantSummary = endpoint({
  id: 'getTenantSummary',
  method: 'GET',
  path: '/tenants/{tenantId}/summary',
  scope: 'tenant',
  permission: 'extensions.read',
  summary: 'What the dashboard of a tenant shows',
  response: TenantSummary,
});

export const getPartnerSummary = endpoint({
  id: 'getPartnerSummary',
  method: 'GET',
  path: '/partner/summary',
  scope: 'partner',
  permission: 'tenants.read',
  summary: 'What the front page of a partner shows',
  response: PartnerSummary,
});

export const getTenantDefaults = endpoint({
  id: 'getTenantDefaults',
  method: 'GET',
  path: '/tenant-defaults',
  scope: 'partner',
  permission: 'defaults.read',
  summary: 'What a new tenant starts with',
  response: TenantDefaults,
});

export const putTenantDefaults = endpoint({
  id: 'putTenantDefaults',
  method: 'PUT',
  path: '/tenant-defaults',
  scope: 'partner',
  permission: 'defaults.write',
  summary: 'Set what new tenants start with',
  body: TenantDefaultsPut,
  response: TenantDefaults,
  headers: ['If-Match'],
});

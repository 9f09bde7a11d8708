import { z } from 'zod';
import { endpoint } from '../platform/http/endpoint.ts';
import {
  EXPORT_COLUMNS,
  PrefixQuery,
  PrefixSuggestion,
  Tenant,
  TenantCreate,
  TenantExportQuery,
  TenantList,
  TenantOfUser,
  TenantPatch,
  TenantQuery,
} from './contract.ts';
import { PartnerSummary, TenantSummary } from './summary-contract.ts';
import { TenantDefaults, TenantDefaultsPut } from './defaults-contract.ts';

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

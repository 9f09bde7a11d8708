import { z } from 'zod';
import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors, platformErrors } from '../platform/http/errors.ts';
import { statusErrors } from '../status/contract.ts';
import {
  EXPORT_COLUMNS,
  PrefixQuery,
  PrefixSuggestion,
  Tenant,
  TenantCreate,
  tenantErrors,
  TenantExportQuery,
  TenantList,
  TenantOfUser,
  TenantPatch,
  TenantQuery,
} from './contract.ts';
import { TenantDefaults, TenantDefaultsPut } from './defaults/contract.ts';
import { PartnerSummary, TenantSummary } from './summary-contract.ts';

export const listTenants = endpoint({
  id: 'listTenants',
  method: 'GET',
  path: '/tenants',
  scope: 'partner',
  permission: 'tenants.read',
  testKeys: 'served',
  summary: 'List tenants',
  description: 'Returns the partner’s tenants. Deleted ones are included as CANCELLED until they are purged.',
  query: TenantQuery,
  response: TenantList,
});

export const createTenant = endpoint({
  id: 'createTenant',
  method: 'POST',
  path: '/tenants',
  scope: 'partner',
  permission: 'tenants.write',
  testKeys: 'served',
  summary: 'Create a tenant',
  description:
    'What you leave out comes from the partner’s tenant defaults. The SIP prefix can’t be changed later and is never used again.',
  body: TenantCreate,
  response: Tenant,
  status: 201,
  errors: {
    ...pickErrors(tenantErrors, 'prefix_taken', 'too_many_sandboxes'),
    ...pickErrors(platformErrors, 'external_id_taken'),
  },
});

export const exportTenants = endpoint({
  id: 'exportTenants',
  method: 'GET',
  path: '/tenants/export',
  scope: 'partner',
  permission: 'tenants.export',
  testKeys: 'served',
  summary: 'Export tenants as CSV',
  description: 'Returns all tenants that match the filters, as one CSV file without pages.',
  query: TenantExportQuery,
  download: { mediaType: 'text/csv', fileName: 'tenants.csv', columns: EXPORT_COLUMNS },
});

export const suggestPrefix = endpoint({
  id: 'suggestPrefix',
  method: 'GET',
  path: '/tenants/prefix-suggestion',
  scope: 'partner',
  permission: 'tenants.write',
  testKeys: 'served',
  summary: 'Suggest a SIP prefix',
  description: 'Makes a SIP prefix that nobody has had yet from a tenant’s name. It isn’t reserved.',
  query: PrefixQuery,
  response: PrefixSuggestion,
});

export const getTenant = endpoint({
  id: 'getTenant',
  method: 'GET',
  path: '/tenants/{tenantId}',
  scope: 'record',
  permission: 'tenant.read',
  summary: 'Get a tenant',
  description: 'One tenant. Its users without admin rights get its name, status and time zone only.',
  response: z.union([Tenant, TenantOfUser]),
  errors: pickErrors(statusErrors, 'tenant_suspended'),
});

export const editTenant = endpoint({
  id: 'editTenant',
  method: 'PATCH',
  path: '/tenants/{tenantId}',
  scope: 'record',
  permission: 'tenant.write',
  summary: 'Change a tenant',
  description:
    'Changes fields of the record, the status among them. A tenant’s own admin may change `defaultCnam`, `timezone` and `e911Address`. Fields that can’t be changed are refused: 422 `immutable`.',
  body: TenantPatch,
  response: Tenant,
  headers: ['If-Match'],
  errors: {
    ...pickErrors(platformErrors, 'immutable', 'external_id_taken'),
    ...pickErrors(
      tenantErrors,
      'wrong_status',
      'name_mismatch',
      'window_over',
      'too_many_sandboxes',
      'reason_kept',
      'cap_reached',
      'tenant_suspended',
      'tenant_cancelled',
    ),
  },
});

export const getTenantSummary = endpoint({
  id: 'getTenantSummary',
  method: 'GET',
  path: '/tenants/{tenantId}/summary',
  scope: 'tenant',
  permission: 'extensions.read',
  summary: 'Get a tenant’s summary',
  description: 'Returns counts of what the tenant has, and where its phones register.',
  response: TenantSummary,
});

export const getPartnerSummary = endpoint({
  id: 'getPartnerSummary',
  method: 'GET',
  path: '/partner/summary',
  scope: 'partner',
  permission: 'tenants.read',
  summary: 'Get the partner’s summary',
  description: 'Returns counts of the partner’s tenants, and the tenants that need attention.',
  response: PartnerSummary,
});

export const getTenantDefaults = endpoint({
  id: 'getTenantDefaults',
  method: 'GET',
  path: '/tenant-defaults',
  scope: 'partner',
  permission: 'defaults.read',
  summary: 'Get the tenant defaults',
  description: 'Returns the limits, permissions and other values that a new tenant starts with.',
  response: TenantDefaults,
});

export const putTenantDefaults = endpoint({
  id: 'putTenantDefaults',
  method: 'PUT',
  path: '/tenant-defaults',
  scope: 'partner',
  permission: 'defaults.write',
  summary: 'Set the tenant defaults',
  description: 'Applies to tenants created from now on. Existing tenants stay as they are.',
  body: TenantDefaultsPut,
  response: TenantDefaults,
  headers: ['If-Match'],
});

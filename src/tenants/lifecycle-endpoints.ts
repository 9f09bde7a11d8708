import { endpoint } from '../platform/http/endpoint.ts';
import { CancelTenant, Preview, PreviewTenant, ReactivateTenant, Reactivated } from './lifecycle-contract.ts';
import { SuspendTenant, SuspensionList } from './suspensions-contract.ts';
import { ManifestList } from '../retention/contract.ts';
import { Tenant } from './contract.ts';
import { TenantStatuses } from '../status/contract.ts';

export const listTenantStatuses = endpoint({
  id: 'listTenantStatuses',
  method: 'GET',
  path: '/tenant-statuses',
  scope: 'self',
  permission: 'anyone',
  summary: 'What each status permits, and where it can lead',
  response: TenantStatuses,
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

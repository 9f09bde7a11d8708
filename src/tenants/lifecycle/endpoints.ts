import { endpoint } from '../../platform/http/endpoint.ts';
import { pickErrors } from '../../platform/http/errors.ts';
import { ManifestList } from '../../retention/contract.ts';
import { TenantStatuses } from '../../status/contract.ts';
import { Tenant, tenantErrors } from '../contract.ts';
import { CancelTenant, Preview, PreviewTenant, ReactivateTenant, Reactivated } from './contract.ts';
import { SuspendTenant, SuspensionList } from './suspensions-contract.ts';

export const listTenantStatuses = endpoint({
  id: 'listTenantStatuses',
  method: 'GET',
  path: '/tenant-statuses',
  scope: 'self',
  permission: 'anyone',
  summary: 'List tenant statuses',
  description: 'What each status permits, and where it can lead.',
  response: TenantStatuses,
});

export const suspendTenant = endpoint({
  id: 'suspendTenant',
  method: 'POST',
  path: '/tenants/{tenantId}/suspend',
  scope: 'record',
  permission: 'tenants.write',
  summary: 'Suspend a tenant',
  description:
    'After the response, only calls to 911 are admitted; other calls in progress end. Suspending again with another reason adds that reason; with the same reason nothing changes.',
  body: SuspendTenant,
  response: Tenant,
  errors: pickErrors(tenantErrors, 'wrong_status'),
});

export const listSuspensions = endpoint({
  id: 'listSuspensions',
  method: 'GET',
  path: '/tenants/{tenantId}/suspensions',
  scope: 'record',
  permission: 'tenants.read',
  summary: 'List the reasons for a suspension',
  description: 'Each reason in force, with who set it, when, and the note.',
  response: SuspensionList,
});

export const reactivateTenant = endpoint({
  id: 'reactivateTenant',
  method: 'POST',
  path: '/tenants/{tenantId}/reactivate',
  scope: 'record',
  permission: 'tenants.write',
  summary: 'Reactivate a tenant',
  description:
    'Lifts reasons of a suspension; the tenant is active again when none is left. Reactivates a cancelled tenant within 90 days, with its numbers that no other tenant has by then.',
  body: ReactivateTenant,
  response: Reactivated,
  errors: pickErrors(tenantErrors, 'wrong_status', 'window_over', 'reason_kept', 'cap_reached', 'too_many_sandboxes'),
});

export const cancelTenant = endpoint({
  id: 'cancelTenant',
  method: 'POST',
  path: '/tenants/{tenantId}/cancel',
  scope: 'record',
  permission: 'tenants.write',
  summary: 'Cancel a tenant (POST)',
  description:
    'Ends the tenant’s calls, unregisters its phones and releases its numbers at once. Its data is deleted after 90 days; until then it can be reactivated. The same as DELETE, for clients that drop its body.',
  body: CancelTenant,
  response: Tenant,
  headers: ['If-Match'],
  errors: pickErrors(tenantErrors, 'name_mismatch'),
});

export const deleteTenant = endpoint({
  id: 'deleteTenant',
  method: 'DELETE',
  path: '/tenants/{tenantId}',
  scope: 'record',
  permission: 'tenants.write',
  summary: 'Cancel a tenant',
  description:
    'Ends the tenant’s calls, unregisters its phones and releases its numbers at once. Its data is deleted after 90 days; until then it can be reactivated. Some clients drop the body of a DELETE: they can use `POST …/cancel`.',
  body: CancelTenant,
  response: Tenant,
  headers: ['If-Match'],
  errors: pickErrors(tenantErrors, 'name_mismatch'),
});

export const previewTenant = endpoint({
  id: 'previewTenant',
  method: 'POST',
  path: '/tenants/{tenantId}/preview',
  scope: 'record',
  permission: 'tenants.preview',
  summary: 'Preview a change of status',
  description: 'Says what suspending, cancelling or reactivating would do, without doing it.',
  body: PreviewTenant,
  response: Preview,
});

export const listManifests = endpoint({
  id: 'listManifests',
  method: 'GET',
  path: '/tenants/{tenantId}/manifests',
  scope: 'record',
  permission: 'tenants.read',
  summary: 'List manifests',
  description: 'What a cancellation and a purge did, item by item.',
  response: ManifestList,
});

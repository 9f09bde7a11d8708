/** The dialogs about a tenant, as an address names them. All but the first are about the tenant with the `id` beside it. */
export const TENANT_DIALOGS = [
  'new-tenant',
  'edit-tenant',
  'delete-tenant',
  'suspend-tenant',
  'reactivate-tenant',
] as const;
export type TenantDialog = (typeof TENANT_DIALOGS)[number];

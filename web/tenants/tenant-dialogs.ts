/** The names of tenant dialogs in a URL. All but the first need the tenant's `id` in the URL, too. */
export const TENANT_DIALOGS = [
  'create-tenant',
  'edit-tenant',
  'delete-tenant',
  'suspend-tenant',
  'reactivate-tenant',
] as const;
export type TenantDialog = (typeof TENANT_DIALOGS)[number];

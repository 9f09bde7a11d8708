/** Where the API has what the operator sees of a tenant, and under which key the page keeps it. */
export const pathOf = (tenantId: string) => `/operator/tenants/${tenantId}`;
export const keyOf = (tenantId: string) => ['operator', 'tenants', tenantId];

import type { ApiUser } from './api-user.ts';

/** The users of the demo. */
export const NORA = 'admin@northwind.example';
export const VICTOR = 'viewer@northwind.example';
export const CARLA = 'admin@contoso.example';
export const BAKERY_OWNER = 'owner@bakery.example';

export const BAKERY_NUMBER = '+12125550101';
export const CLINIC_NUMBER = '+12125550102';

/** The id of one of this person's tenants. */
export async function tenantId(person: ApiUser, prefix: string): Promise<string> {
  const { items } = await person.get('/tenants?limit=200');
  return items.find((tenant: { sipPrefix: string }) => tenant.sipPrefix === prefix).id;
}

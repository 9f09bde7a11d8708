import { newId } from '../src/platform/values/ids.ts';
import type { ApiUser, TestApp } from './app.ts';
import { registerPhone } from './contacts.ts';
import { createTenant, type TestTenant } from './tenants.ts';

export type CallingTenant = {
  partnerId: string;
  /** calls the API as the partner's admin */
  admin: ApiUser['call'];
  shop: TestTenant;
  /** Registers its phone for this many seconds. */
  register: (extension: string, seconds?: number) => Promise<void>;
};

/** Creates a tenant whose number leads to its first extension, with a carrier for outbound calls. */
export async function callingTenant(
  app: TestApp,
  { number, extensions }: { number: string; extensions: [string, ...string[]] },
): Promise<CallingTenant> {
  const partnerId = await app.partner('Partner');
  const admin = (await app.user('partner_admin', { partnerId })).call;
  const shop = await createTenant(admin, { prefix: 'bakery', extensions });
  await app.query(
    `insert into dids (id, partner_id, tenant_id, number, status, routing_kind, routing_target_id)
     values ($1, $2, $3, $4, 'ASSIGNED', 'extension', $5)`,
    [newId(), partnerId, shop.id, number, shop.extensionId(extensions[0])],
  );
  await app.query(
    `insert into trunks (id, name, host, match, emergency) values ($1, 'carrier', '127.0.0.1', '127.0.0.1:5090', true)`,
    [newId()],
  );
  const register = (extension: string, seconds?: number) =>
    registerPhone(app.query, `${shop.prefix}-${extension}`, { seconds });
  return { partnerId, admin, shop, register };
}

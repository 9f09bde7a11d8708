import { RawPhone } from '../sip/raw-phone.ts';
import type { ApiUser } from './api-user.ts';
import { OPERATOR, type Product } from './product.ts';

/** A phone of the outside world, and the trunk that its calls come in by, which is tried before the demo's own. */
export async function openOutsidePhone(product: Product, callerId: string): Promise<RawPhone> {
  const phone = await RawPhone.open({ sipUsername: callerId, password: '', server: product.sip });
  const operator = await product.signIn(OPERATOR);
  const { host, port } = phone.address;
  await operator.post('/operator/trunks', { name: 'Outside', host, port, match: `${host}:${port}`, priority: 1 });
  return phone;
}

/** The registered phone of an extension. `tenant`: its address in the API, such as `/tenants/ID`. */
export async function openExtensionPhone(
  product: Product,
  user: ApiUser,
  tenant: string,
  number: string,
): Promise<RawPhone> {
  const { items } = await user.get(`${tenant}/extensions?search=${number}`);
  const { sipUsername, sipPassword } = await user.get(`${tenant}/extensions/${items[0].id}/credentials`);
  const phone = await RawPhone.open({ sipUsername, password: sipPassword, server: product.sip });
  const { status } = await phone.register();
  if (status !== 200) throw new Error(`the phone of ${number} cannot register: ${status}`);
  return phone;
}

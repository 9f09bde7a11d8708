import { RawPhone } from '../sip/raw-phone.ts';
import { addTrunk, OPERATOR, type Product } from './product.ts';

/** A phone outside, and the trunk for its calls. */
export async function openOutsidePhone(product: Product, callerId: string): Promise<RawPhone> {
  const phone = await RawPhone.open({ sipUsername: callerId, password: '', server: product.sip });
  await addTrunk(await product.signIn(OPERATOR), 'Outside', phone.address);
  return phone;
}

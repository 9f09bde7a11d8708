import type { Tx } from '../platform/db/db.ts';
import { invalidField } from '../platform/http/errors.ts';
import * as sql from './sql.ts';

/** The currency of the chosen billing profile; null for none. `field`: the field that chose it. Codes: `invalid`. */
export async function profileCurrency(tx: Tx, id: string | null, field: string): Promise<string | null> {
  if (id === null) return null;
  const profile = await sql.findBillingProfile(tx, id);
  if (!profile) throw invalidField(field, 'Choose another billing profile.', 'This billing profile doesn’t exist.');
  return profile.currency;
}

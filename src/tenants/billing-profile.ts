import type { Tx } from '../platform/db/db.ts';
import { fail } from '../platform/http/errors.ts';
import * as sql from './sql.ts';

/** The currency of the chosen billing profile; null for none. `field`: the field that chose it. Codes: `invalid`. */
export async function profileCurrency(tx: Tx, id: string | null, field: string): Promise<string | null> {
  if (id === null) return null;
  const profile = await sql.findBillingProfile(tx, id);
  if (!profile)
    throw fail('invalid', 'This billing profile doesn’t exist.', {
      errors: [{ path: field, message: 'Choose another billing profile.' }],
    });
  return profile.currency;
}

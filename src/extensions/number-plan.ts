import type { Tx } from '../platform/db/db.ts';
import { tenantHome } from '../platform/db/tenant-home.ts';
import { errorFactory } from '../platform/http/errors.ts';
import { isReservedNumber } from '../platform/numbers/reserved.ts';
import { extensionErrors } from './contract.ts';
import * as sql from './sql.ts';

const fail = errorFactory(extensionErrors);

/**
 * Everything that phones of a tenant dial inside it shares one plan: extensions, and what else has a number of its own. Refuses one that is reserved or in
 * use. The caller has locked the tenant. Codes: `reserved_number`, `number_taken`.
 */
export async function requireFreeNumber(tx: Tx, tenantId: string, number: string): Promise<void> {
  const { country } = await tenantHome(tx, tenantId);
  if (isReservedNumber(number, country)) {
    throw fail('reserved_number', `${number} is an emergency or service number.`, {
      errors: [{ path: 'number', message: 'Reserved for emergency and other services. Choose another.' }],
    });
  }
  const holder = await sql.holderOfNumber(tx, tenantId, number);
  if (holder === null) return;
  throw fail('number_taken', `This tenant already has ${holder} ${number}.`, {
    errors: [{ path: 'number', message: 'Taken. Choose another.' }],
  });
}

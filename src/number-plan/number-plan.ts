import type { Tx } from '../platform/db/db.ts';
import { tenantHome } from '../platform/db/tenant-home.ts';
import { errorFactory } from '../platform/http/errors.ts';
import { isReservedNumber } from '../platform/numbers/reserved.ts';
import { planErrors } from './contract.ts';
import * as sql from './sql.ts';

const fail = errorFactory(planErrors);

/**
 * Refuses a number that no extension, group, mailbox or call flow of the tenant can get: `reserved_number`, `number_taken`. The caller has locked the
 * tenant (`lockTenants`), so the number is still free when its row is written.
 */
export async function requireFreeNumber(tx: Tx, tenantId: string, number: string): Promise<void> {
  const { country } = await tenantHome(tx, tenantId);
  if (isReservedNumber(number, country)) {
    throw fail('reserved_number', `${number} is an emergency or service number.`, {
      errors: [{ path: 'number', message: 'Reserved for emergency and other services. Choose another.' }],
    });
  }
  const holder = await sql.holderOf(tx, tenantId, number);
  if (holder === undefined) return;
  throw fail('number_taken', `${number} is the number of ${holder.kind} ${holder.name}.`, {
    errors: [{ path: 'number', message: `Taken by ${holder.kind} ${holder.name}. Choose another.` }],
  });
}

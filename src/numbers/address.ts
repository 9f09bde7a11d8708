import type { z } from 'zod';
import type { Tx } from '../platform/db/db.ts';
import { changes, eventsOf, recordEvent, type TenantObject } from '../platform/db/events.ts';
import { lockTenants } from '../platform/db/tenant-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import type { DidAddressPut, TenantDid } from './contract.ts';
import { rereadTenantDid } from './routing.ts';
import * as sql from './sql.ts';

/** Sets where 911 sends help for calls with a tenant's number. */
export async function saveAddress(
  tx: Tx,
  by: Actor,
  { tenant, id, input: { e911Address }, ifMatch }: TenantObject & { input: z.output<typeof DidAddressPut> },
): Promise<TenantDid> {
  await lockTenants(tx, [tenant.id]);
  const before = await rereadTenantDid(tx, id);
  checkVersion(ifMatch, before.version);
  const changed = changes({ e911Address: before.e911Address }, { e911Address });
  if (!changed) return before;
  await sql.updateAddress(tx, id, e911Address);
  await recordEvent(tx, by, {
    ...eventOf('did.address_changed', tenant, id),
    before: { number: before.number, ...changed.before },
    after: { number: before.number, ...changed.after },
  });
  return rereadTenantDid(tx, id);
}

const eventOf = eventsOf('did');

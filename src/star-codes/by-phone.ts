import type { Destination } from '../destinations/contract.ts';
import type { Destinations } from '../destinations/destinations.ts';
import { readForwarding, saveForwarding } from '../forwarding/forwarding.ts';
import { asTenant, type Db, type Tx } from '../platform/db/db.ts';
import { tenantHome } from '../platform/db/tenant-home.ts';
import type { Actor } from '../platform/http/caller.ts';
import { AppError } from '../platform/http/errors.ts';
import { extensionDialled, readDialled } from '../platform/numbers/dialled.ts';
import type { PhoneSetting } from './contract.ts';
import * as sql from './sql.ts';

/** Why a phone could not set something, by the reason that its caller hears. */
export type SettingRefusal = 'unknown_number' | 'not_permitted';

/** Sets what a phone dialled, as the page and the API do, and records the extension as who did it. Null if it is set. */
export async function setByPhone(
  db: Db,
  { tenantId, extensionId, setting }: { tenantId: string; extensionId: string; setting: PhoneSetting },
  destinations: Destinations,
): Promise<SettingRefusal | null> {
  try {
    return await asTenant(db, tenantId, async (tx) => {
      const phone = await sql.phoneOf(tx, extensionId);
      const to =
        setting.kind === 'forward' && setting.to !== null ? await destinationOf(tx, tenantId, setting.to) : null;
      if (!phone || (setting.kind === 'forward' && setting.to !== null && !to)) return 'unknown_number';
      const { version: _version, ...before } = await readForwarding(tx, extensionId);
      const change = setting.kind === 'forward' ? { [setting.condition]: to } : { doNotDisturb: setting.on };
      const { number, name, partnerId } = phone;
      const by: Actor = { id: extensionId, email: `${number} ${name}`, role: 'extension', ip: null, requestId: null };
      await saveForwarding(
        tx,
        by,
        { id: tenantId, partnerId },
        extensionId,
        { ...before, ...change },
        destinations,
        null,
      );
      return null;
    });
  } catch (error) {
    if (error instanceof AppError) return error.code === 'not_permitted' ? 'not_permitted' : 'unknown_number';
    throw error;
  }
}

/** What was dialled behind the code, as it would be read by itself; null for what no call can be sent to. */
async function destinationOf(tx: Tx, tenantId: string, dialled: string): Promise<Destination | null> {
  const planned = extensionDialled(dialled) === null ? null : await sql.targetAt(tx, tenantId, dialled);
  if (planned) return planned;
  const meaning = readDialled(dialled, await tenantHome(tx, tenantId));
  const likely = meaning.kind === 'extension' ? meaning.otherwise : meaning;
  return likely.kind === 'outside' ? { kind: 'external', number: likely.e164 } : null;
}

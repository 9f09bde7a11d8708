import type { Destination } from '../destinations/contract.ts';
import type { Destinations } from '../destinations/destinations.ts';
import { readForwarding, saveForwarding } from '../forwarding/forwarding.ts';
import { asTenant, type Db, type Tx } from '../platform/db/db.ts';
import type { Owner } from '../platform/db/events.ts';
import { tenantHome } from '../platform/db/tenant-home.ts';
import type { Actor } from '../platform/http/caller.ts';
import { AppError } from '../platform/http/errors.ts';
import { extensionDialled, readDialled } from '../platform/numbers/dialled.ts';
import { toggleByCode } from '../schedules/override.ts';
import type { PhoneSetting, SettingRefusal, SettingResult } from './contract.ts';
import * as sql from './sql.ts';

type Dialled = { tenantId: string; extensionId: string; setting: PhoneSetting };
type By = { actor: Actor; tenant: Owner; extensionId: string; phone: sql.Phone };

const refused = (reason: SettingRefusal): SettingResult => ({ kind: 'refused', reason });

/**
 * Saves a setting that a phone dialled, in the same way as the page and the API, and records the extension as the
 * actor.
 */
export async function setByPhone(
  db: Db,
  { tenantId, extensionId, setting }: Dialled,
  destinations: Destinations,
  now: Date,
): Promise<SettingResult> {
  try {
    return await asTenant(db, tenantId, async (tx) => {
      const phone = await sql.phoneOf(tx, extensionId);
      if (!phone) return refused('unknown_number');
      const { number, name, partnerId } = phone;
      const actor: Actor = {
        id: extensionId,
        email: `${number} ${name}`,
        role: 'extension',
        ip: null,
        requestId: null,
      };
      const by: By = { actor, tenant: { id: tenantId, partnerId }, extensionId, phone };
      return setting.kind === 'schedule'
        ? switchSchedule(tx, by, setting.code, now)
        : setForwarding(tx, by, setting, destinations);
    });
  } catch (error) {
    if (error instanceof AppError) return refused(error.code === 'not_permitted' ? 'not_permitted' : 'unknown_number');
    throw error;
  }
}

/** A schedule affects all calls of the tenant, so only permitted phones may switch it, because anybody can use a phone in a lobby. */
async function switchSchedule(tx: Tx, { actor, tenant, phone }: By, code: string, now: Date): Promise<SettingResult> {
  if (!phone.switchesSchedules) return refused('not_permitted');
  const switched = await toggleByCode(tx, actor, { tenant, code, now });
  return switched ? { kind: 'set', isOn: switched.open } : refused('unknown_number');
}

async function setForwarding(
  tx: Tx,
  { actor, tenant, extensionId }: By,
  setting: Exclude<PhoneSetting, { kind: 'schedule' }>,
  destinations: Destinations,
): Promise<SettingResult> {
  const isForward = setting.kind === 'forward';
  const to = isForward && setting.to !== null ? await destinationOf(tx, tenant.id, setting.to) : null;
  if (isForward && setting.to !== null && !to) return refused('unknown_number');
  const { version: _version, ...before } = await readForwarding(tx, extensionId);
  const change = isForward ? { [setting.condition]: to } : { doNotDisturb: setting.on };
  await saveForwarding(tx, actor, {
    tenant,
    extensionId,
    settings: { ...before, ...change },
    ifMatch: null,
    destinations,
  });
  return { kind: 'set', isOn: isForward ? setting.to !== null : setting.on };
}

/** The destination that was dialled after the code. Null if no call can be sent to it. */
async function destinationOf(tx: Tx, tenantId: string, dialled: string): Promise<Destination | null> {
  const planned = extensionDialled(dialled) === null ? null : await sql.targetAt(tx, tenantId, dialled);
  if (planned) return planned;
  const meaning = readDialled(dialled, await tenantHome(tx, tenantId));
  const likely = meaning.kind === 'extension' ? meaning.otherwise : meaning;
  return likely.kind === 'outside' ? { kind: 'external', number: likely.e164 } : null;
}

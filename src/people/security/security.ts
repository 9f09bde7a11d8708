import type { Tx } from '../../platform/db/db.ts';
import { changes, recordEvent } from '../../platform/db/events.ts';
import type { Actor } from '../../platform/http/caller.ts';
import { checkVersion } from '../../platform/http/if-match.ts';
import type { SecuritySettings } from '../contract.ts';
import * as sql from './sql.ts';

/** The security settings of a partner's team, or of the operator's users (`null`). */
export async function readSecurity(tx: Tx, partnerId: string | null): Promise<SecuritySettings> {
  const row = await sql.readSecurity(tx, partnerId);
  return { requireSecondFactor: row?.require_second_factor ?? false, version: row?.version ?? 0 };
}

/** Applies to every session from its next request. */
export async function saveSecurity(
  tx: Tx,
  by: Actor,
  {
    partnerId,
    requireSecondFactor,
    ifMatch,
  }: { partnerId: string | null; requireSecondFactor: boolean; ifMatch: number | null },
): Promise<SecuritySettings> {
  const present = await readSecurity(tx, partnerId);
  checkVersion(ifMatch, present.version);
  const changed = changes({ requireSecondFactor: present.requireSecondFactor }, { requireSecondFactor });
  if (!changed) return present;
  const row = await sql.saveSecurity(tx, partnerId, requireSecondFactor);
  const target = { kind: 'security_settings', id: partnerId ?? 'operator' };
  await recordEvent(tx, by, { action: 'security_settings.saved', target, partnerId, ...changed });
  return { requireSecondFactor: row.require_second_factor, version: row.version };
}

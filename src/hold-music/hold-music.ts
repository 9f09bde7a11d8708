import type { z } from 'zod';
import { namesOfSounds, requireReady } from '../media/media.ts';
import type { Db, Tx } from '../platform/db/db.ts';
import { eventsOf, type Owner, recordEvent } from '../platform/db/events.ts';
import { lockTenants } from '../platform/db/tenant-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import type { HoldMusic, HoldMusicPut } from './contract.ts';
import * as sql from './sql.ts';

export async function readHoldMusic(tx: Tx, tenantId: string): Promise<HoldMusic> {
  const row = await sql.findHoldMusic(tx, tenantId);
  return { mediaId: row?.media_id ?? null, version: row?.version ?? 0 };
}

/** Codes: `invalid` (not a converted sound of the library). */
export async function chooseHoldMusic(
  tx: Tx,
  by: Actor,
  { tenant, input, ifMatch }: { tenant: Owner; input: z.output<typeof HoldMusicPut>; ifMatch: number | null },
): Promise<HoldMusic> {
  const { mediaId } = input;
  await lockTenants(tx, [tenant.id]);
  const before = await readHoldMusic(tx, tenant.id);
  checkVersion(ifMatch, before.version);
  if (mediaId === before.mediaId) return before;
  if (mediaId !== null) await requireReady(tx, mediaId, 'mediaId');
  await sql.putHoldMusic(tx, tenant.id, mediaId);
  const names = await namesOfSounds(tx, [before.mediaId, mediaId]);
  await recordEvent(tx, by, {
    ...eventOf('hold_music.chosen', tenant, tenant.id),
    before: { sound: names(before.mediaId) },
    after: { sound: names(mediaId) },
  });
  return readHoldMusic(tx, tenant.id);
}

export type { OwnMusic } from './sql.ts';

/** The chosen music of all tenants that may have calls. */
export const ownHoldMusic = (db: Db): Promise<sql.OwnMusic[]> => sql.ownHoldMusic(db);

const eventOf = eventsOf('hold_music');

import type { z } from 'zod';
import type { Tx } from '../platform/db/db.ts';
import { changes, recordEvent } from '../platform/db/events.ts';
import { lockPartner } from '../platform/db/partner-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import type { Help, SupportContact, SupportContactPut } from './contract.ts';
import { helpTopics } from './rules.ts';
import * as sql from './sql.ts';

export async function readContact(tx: Tx): Promise<SupportContact> {
  const row = await sql.findContact(tx);
  return { email: row?.email ?? '', phone: row?.phone ?? '', version: row?.version ?? 0 };
}

export async function saveContact(
  tx: Tx,
  by: Actor,
  {
    partnerId,
    input,
    ifMatch,
  }: { partnerId: string; input: z.output<typeof SupportContactPut>; ifMatch: number | null },
): Promise<SupportContact> {
  const { email, phone } = input;
  await lockPartner(tx, partnerId);
  const before = await readContact(tx);
  checkVersion(ifMatch, before.version);
  const edit = changes(before, { email, phone });
  if (!edit) return before;
  await sql.putContact(tx, partnerId, { email, phone });
  const target = { kind: 'support', id: partnerId };
  await recordEvent(tx, by, { action: 'support.saved', target, partnerId, ...edit });
  return readContact(tx);
}

/** For a tenant's own users: how to reach their partner, and the topics of a suspension. */
export async function readHelp(tx: Tx, tenantId: string): Promise<Help> {
  const { email, phone } = await readContact(tx);
  return { email, phone, suspension: helpTopics(await sql.suspensionReasons(tx, tenantId)) };
}

import { asTenant, type Db } from '../../platform/db/db.ts';
import { derivedId } from '../../platform/values/ids.ts';
import type { CallFacts } from '../model/call-facts.ts';
import type { CallEnd } from '../model/command.ts';
import * as sql from '../sql.ts';
import { noteEmergency, UNANSWERED } from './call-records.ts';
import * as records from './records-sql.ts';

/** An emergency call that the dialplan placed while call control was away, as far as is known by now. */
export type NotedCall = {
  channel: string;
  sipUsername: string;
  tenantId: string;
  /** the emergency number that was called */
  number: string;
  caller: string;
  callback: string | null;
  hasTrunk: boolean;
  at: Date;
  /** the time when it was first seen answered, unless the end says it */
  answeredAt: Date | null;
  end: { at: Date; cause: number } | null;
};

/** The call's id: the same each time that its note is read. */
export const idOfNoted = ({ channel, at }: Pick<NotedCall, 'channel' | 'at'>): string => derivedId(channel, at);

/**
 * Saves such a call as any other emergency call: notice, events, live row, and once it has ended its record. May be
 * repeated, also after its end. False if its tenant was purged. The commit waits for the disk, because the note is
 * deleted after it.
 */
export async function saveNoted(db: Db, node: string, noted: NotedCall): Promise<boolean> {
  const { channel, tenantId, sipUsername, answeredAt, end } = noted;
  return asTenant(db, tenantId, async (tx) => {
    if ((await sql.lockedStatusOf(tx, tenantId)) === null) return false;
    const id = idOfNoted(noted);
    if (await records.isRecorded(tx, id)) return true;
    const facts = { ...factsOf(noted, id), tenantId, extensionId: await sql.extensionOf(tx, sipUsername) };
    await sql.insertLiveCall(tx, facts, { node, channel });
    await noteEmergency(tx, facts);
    const at = answeredAt?.toISOString() ?? null;
    const answers = at === null ? [] : [{ facts, at, flowAt: null, answeredBy: null }];
    await records.writeCalls(tx, answers, end ? [{ facts, ...endOf(noted, end) }] : []);
    await records.notifyLive(tx);
    await records.commitToDisk(tx);
    return true;
  });
}

const factsOf = ({ number, caller, callback, at }: NotedCall, id: string): Omit<CallFacts, 'tenantId'> => ({
  id,
  direction: 'outbound',
  emergency: true,
  from: callback ?? caller,
  to: number,
  extensionId: null,
  didId: null,
  callbackNumber: callback,
  admittedAt: at.toISOString(),
});

const endOf = ({ answeredAt, hasTrunk }: NotedCall, { at, cause }: { at: Date; cause: number }): CallEnd => ({
  ...UNANSWERED,
  answeredAt: answeredAt?.toISOString() ?? null,
  at: at.toISOString(),
  cause,
  reason: hasTrunk || answeredAt ? null : 'no_carrier',
});

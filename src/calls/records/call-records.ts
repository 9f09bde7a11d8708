import { chargesFor } from '../../billing/rating/rating.ts';
import { asNobody, asTenant, type Db, type Tx } from '../../platform/db/db.ts';
import { readCarrierNumber } from '../../platform/numbers/e164.ts';
import { EMERGENCY_TEST } from '../../platform/numbers/reserved.ts';
import * as factsSql from '../admission/facts-sql.ts';
import type { CallFacts } from '../model/call-facts.ts';
import type { CallPath } from '../model/call-path.ts';
import type { CallEnd, Command } from '../model/command.ts';
import type { Arrival, Connect, Refused } from '../model/decision.ts';
import { ADMISSION_MS, CAUSE, REFUSALS } from '../rules.ts';
import * as sql from '../sql.ts';
import * as records from './records-sql.ts';

/** Writes the live row of a call that was admitted without the database, once the database is back. */
export async function saveStart(db: Db, facts: CallFacts, node: string, { channel, endpoint }: Arrival): Promise<void> {
  if (!hasTenant(facts)) return;
  await asTenant(db, facts.tenantId, async (tx) => {
    const extensionId = await sql.extensionOf(tx, endpoint);
    await sql.insertLiveCall(tx, { ...facts, extensionId }, { node, channel });
    await noteEmergency(tx, { ...facts, extensionId });
  });
}

/**
 * Updates the live row of a call that was transferred to an emergency number without the database, once that is back.
 * May be repeated.
 */
export async function saveEmergencyTransfer(db: Db, { facts, path, attempts }: Connect): Promise<void> {
  if (!hasTenant(facts)) return;
  await asTenant(db, facts.tenantId, async (tx) => {
    await sql.updateLiveCall(tx, facts, { path, attempts });
    await noteEmergency(tx, facts);
  });
}

/**
 * Records a call that was refused because the database was down, once it is back and says which tenant's call it was.
 * May be repeated. `toDisk`: the commit waits for the disk.
 */
export async function saveRefusal(
  db: Db,
  refused: Refused,
  arrival: Arrival,
  { toDisk = false }: { toDisk?: boolean } = {},
): Promise<void> {
  const { record } = refused;
  if (!record) return;
  const called = arrival.from === 'carrier' ? readCarrierNumber(arrival.dialled) : null;
  const owner = called === null ? undefined : await factsSql.ownerOfNumber(db, called);
  const tenantId = record.tenantId ?? owner?.tenantId;
  if (tenantId === undefined) return;
  await asTenant(db, tenantId, async (tx) => {
    // it may have been purged since
    if ((await sql.lockedStatusOf(tx, tenantId)) === null) return;
    const extensionId = await sql.extensionOf(tx, arrival.endpoint);
    const of = owner && called !== null ? { didId: owner.didId, to: called } : { extensionId };
    await writeRefusal(tx, refused, { ...record, tenantId, ...of });
    if (toDisk) await records.commitToDisk(tx);
  });
}

/** What the call machine saves about a call in progress. */
export type CallProgress = Extract<
  Command,
  { type: 'saveAnswer' | 'saveFlowAnswer' | 'saveLegs' | 'saveLines' | 'saveEnd' }
>;

/**
 * Saves the progress of several calls together: answers in their live rows, and ended calls in the history, with their
 * charges. May be repeated.
 */
export async function saveProgress(db: Db, progress: readonly CallProgress[]): Promise<void> {
  const { answers, ends } = rowsOf(progress);
  if (answers.length + ends.length === 0) return;
  // one statement is enough if nothing is charged
  if (ends.every(({ facts }) => !facts.legs)) await records.writeCalls(db, answers, ends);
  else await asNobody(db, async (tx) => records.writeCalls(tx, answers, await withCharges(tx, ends)));
}

/** The same for simulated calls, which are never charged. */
export async function saveSimulated(db: Db, progress: readonly CallProgress[]): Promise<void> {
  const { answers, ends } = rowsOf(progress);
  await records.writeCalls(db, answers, ends, 'write_played_calls');
}

function rowsOf(progress: readonly CallProgress[]): { answers: records.AnswerRow[]; ends: records.EndRow[] } {
  const answers: records.AnswerRow[] = [];
  const ends: records.EndRow[] = [];
  for (const { facts, ...what } of progress) {
    if (!hasTenant(facts)) continue;
    if (what.type === 'saveAnswer') answers.push({ facts, at: what.at, flowAt: null, answeredBy: what.answeredBy });
    else if (what.type === 'saveFlowAnswer') answers.push({ facts, at: null, flowAt: what.at, answeredBy: null });
    else if (what.type === 'saveLegs') answers.push({ facts, at: null, flowAt: null, answeredBy: null });
    else if (what.type === 'saveLines') {
      const { lines, callerOnLine } = what;
      answers.push({ facts, at: null, flowAt: null, answeredBy: null, lines, callerOnLine });
    } else ends.push({ ...what, facts });
  }
  return { answers, ends };
}

async function withCharges(tx: Tx, ends: records.EndRow[]): Promise<records.EndRow[]> {
  const billed = ends.filter(({ facts }) => facts.legs);
  const charges = await chargesFor(tx, billed.map(toRate));
  return ends.map((end) => ({ ...end, charges: charges.get(end.facts.id) }));
}

const toRate = ({
  facts: { id, tenantId, admittedAt, legs },
  answeredAt,
  flowAnsweredAt,
  at,
  endedBy,
  reason,
}: records.EndRow) => ({
  id,
  tenantId,
  admittedAt,
  legs,
  answeredAt,
  flowAnsweredAt,
  endedAt: at,
  // even if the caller hangs up during its announcement
  isCut: endedBy === 'system' || reason !== null,
});

/** Saves the path of a live call. */
export async function savePath(db: Db, facts: CallFacts, path: CallPath): Promise<void> {
  if (hasTenant(facts)) await asTenant(db, facts.tenantId, (tx) => records.setPath(tx, facts.id, path));
}

/** Saves since when a phone of the call has been silent. Null when it sends audio again. */
export async function saveSilence(db: Db, facts: CallFacts, since: Date | null): Promise<void> {
  if (hasTenant(facts)) await asTenant(db, facts.tenantId, (tx) => records.setSilent(tx, facts.id, since));
}

/** Saves who rings and who talks in calls. Returns the ids of the calls that were saved. */
export const saveParties = records.writeParties;

/** The end of a call that nobody answered. */
export const UNANSWERED: Omit<CallEnd, 'at' | 'cause'> = {
  answeredAt: null,
  flowAnsweredAt: null,
  answeredBy: null,
  reason: null,
  endedBy: 'system',
  path: [],
};

/** Moves one call into the history. May be repeated. */
export const saveEnd = (db: Db, facts: CallFacts, end: CallEnd): Promise<void> =>
  saveProgress(db, [{ type: 'saveEnd', facts, ...end }]);

/**
 * Ends the calls that an Asterisk no longer has. Their rows were left behind by a crash of Asterisk or call control.
 * `isAlive` is called after the rows are read. Calls that may still be in admission are too young to be lost.
 */
export async function endLostCalls(db: Db, node: string, isAlive: (id: string) => boolean, now: Date): Promise<number> {
  const rows = await records.liveCallsOf(db, node, new Date(now.getTime() - 2 * ADMISSION_MS));
  const lost = rows.filter(({ id }) => !isAlive(id));
  const end = { ...UNANSWERED, at: now.toISOString(), cause: CAUSE.networkFailure };
  for (const { id, tenantId } of lost) {
    const facts = await asTenant(db, tenantId, (tx) => records.factsOfRow(tx, id));
    if (facts) await saveEnd(db, facts, end);
    await asTenant(db, tenantId, records.notifyLive);
  }
  return lost.length;
}

export async function writeRefusal(tx: Tx, { reason, path = [] }: Refused, record: CallFacts | null): Promise<void> {
  if (!record || !hasTenant(record)) return;
  // somebody who could not reach help needs help even more urgently
  await noteEmergency(tx, record);
  await records.insertRefused(tx, record, { reason, cause: REFUSALS[reason].cause, path });
}

/** Sends the notifications about a call to an emergency number of any country. Tests send none. */
export async function noteEmergency(tx: Tx, facts: sql.OwnedFacts): Promise<void> {
  if (facts.emergency && facts.direction === 'outbound' && facts.to !== EMERGENCY_TEST)
    await sql.noteEmergencyCall(tx, facts);
}

/** Whether the call belongs to a tenant, and so has a history. */
export const hasTenant = (facts: CallFacts): facts is sql.OwnedFacts => facts.tenantId !== null;

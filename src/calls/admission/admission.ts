import { alertOnBurst } from '../../outbound/alerts.ts';
import { isCostly } from '../../outbound/rules.ts';
import { asTenant, type Db, type Tx } from '../../platform/db/db.ts';
import { newId } from '../../platform/values/ids.ts';
import { extensionDialled, pickupDialled, readDialled } from '../../platform/numbers/dialled.ts';
import { DEFAULT_HOME, readCarrierNumber } from '../../platform/numbers/e164.ts';
import type { Arrival, Decision, Onward, Refused } from '../model/decision.ts';
import { hasTenant, noteEmergency, saveEnd, UNANSWERED, writeRefusal } from '../records/call-records.ts';
import { admitInternalCall } from './internal-admission.ts';
import { follow, groundsOf, type Routed } from './onward.ts';
import { linesTaken } from './outside-lines.ts';
import { pin } from './pinning.ts';
import { refuse } from '../routing/attempts.ts';
import type { Stamp } from '../routing/facts.ts';
import { routeFromCarrier } from '../routing/from-carrier.ts';
import { routeFromPhone } from '../routing/from-phone.ts';
import { withinRoom } from './within-room.ts';
import { routeWithoutDatabase } from '../routing/without-database.ts';
import { parkingDialled, SLOTS } from '../model/parking.ts';
import { ADMISSION_MS, CAUSE, mayHaveCalls } from '../rules.ts';
import * as records from '../records/records-sql.ts';
import * as factsSql from './facts-sql.ts';
import * as sql from '../sql.ts';
import { oneAtATimeByKey } from '../../platform/process/turns.ts';

/** `overloaded`: Asterisk does not keep up with the calls that it has. `room`: how many channels are left (`within-room.ts`). */
type AdmitOptions = { withinMs?: number; overloaded?: boolean; room?: number };

/**
 * Decides about a call and, if it goes through, writes its live row: nothing is dialled before that is committed.
 * Throws if the database does not answer, or not in time; then nothing is live, nor becomes so later.
 */
export async function admit(
  db: Db,
  node: string,
  arrival: Arrival,
  { withinMs = ADMISSION_MS, overloaded = false, room = Infinity }: AdmitOptions = {},
): Promise<Decision> {
  const overdue = AbortSignal.timeout(withinMs);
  const deciding = decide({ db, node, arrival, stamp: newStamp(), overdue, overloaded, room });
  try {
    return await Promise.race([deciding, rejection(overdue)]);
  } catch (error) {
    // its commit may come through after all; if the database then goes away once more, a live row left over ends as a lost call
    deciding.then((late) => settle(db, late)).catch(() => {});
    throw error;
  }
}

/**
 * Decides where a call in progress goes next, as if it came now: by the tenant's status, its permissions and its lines. Throws if the database does
 * not answer in time; the call is live all the while.
 */
export async function reroute(db: Db, onward: Onward, room = Infinity): Promise<Decision> {
  const { facts, callerOnLine = false } = onward.journey;
  const { tenantId } = facts;
  if (tenantId === null) return refuse('unreachable', facts);
  const overdue = AbortSignal.timeout(ADMISSION_MS);
  const route: Route = async (tx) => {
    const status = await sql.lockedStatusOf(tx, tenantId);
    return status !== null && mayHaveCalls(status)
      ? follow(tx, tenantId, onward)
      : { decision: refuse('suspended', facts) };
  };
  const write: Write = async (tx, decision) => {
    overdue.throwIfAborted();
    if (decision.kind === 'refuse') return sql.releaseLines(tx, facts.id, callerOnLine);
    await sql.updateLiveCall(tx, decision.facts, { ...sentTo(decision), callerOnLine });
    if (hasTenant(decision.facts)) await noteEmergency(tx, decision.facts);
    if (isCostly(decision.facts.destination)) await alertOnBurst(tx, tenantId, new Date());
  };
  return Promise.race([
    decideAtOnce({ db, overdue, tenantId, isNew: false, callerOnLine, room, route, write }),
    rejection(overdue),
  ]);
}

/** The decision while the database does not answer: emergency calls go out, everybody else hears that calls are not possible now. */
export const admitWithoutDatabase = (arrival: Arrival): Decision => routeWithoutDatabase(arrival, newStamp());

const newStamp = (): Stamp => ({ id: newId(), at: new Date().toISOString() });

type Admission = Required<Pick<AdmitOptions, 'overloaded' | 'room'>> & {
  db: Db;
  node: string;
  arrival: Arrival;
  stamp: Stamp;
  overdue: AbortSignal;
};

/** Reads and decides; nothing is written yet. */
type Route = (tx: Tx) => Promise<Routed>;
type Write = (tx: Tx, decision: Decision) => Promise<void>;
/** `isNew`: the call is admitted, and not sent on. `callerOnLine`: it holds a line whatever is decided. */
type Deciding = {
  db: Db;
  overdue: AbortSignal;
  tenantId: string;
  isNew: boolean;
  callerOnLine?: boolean;
  room: number;
  route: Route;
  write: Write;
};

const decide = (admission: Admission): Promise<Decision> =>
  admission.arrival.from === 'phone' ? decideForPhone(admission) : decideForCarrier(admission);

async function decideForPhone(admission: Admission): Promise<Decision> {
  const { tenantId, endpoint, dialled } = admission.arrival;
  if (tenantId === null) throw new Error(`The endpoint ${endpoint} names no tenant.`);
  const isTight = admission.overloaded || admission.room < MOST_PHONES;
  const internal = isTight ? null : await admitInternalCall(admission.db, admission.node, { ...admission, tenantId });
  if (internal) return internal;
  const route = async (tx: Tx): Promise<Routed> => {
    const pickup = pickupDialled(dialled);
    const extension = pickup ? pickup.extension : extensionDialled(dialled);
    const facts = await factsSql.phoneFacts(tx, { tenantId, sipUsername: endpoint, extension });
    // gone between the INVITE and here
    if (!facts) return { decision: refuse('unknown_number', null) };
    const colleagues = pickup?.extension === null ? await factsSql.colleaguesOf(tx, facts.caller.id) : null;
    const notSlots = parkingDialled(dialled) ? await factsSql.numbersInPlan(tx, tenantId, SLOTS) : [];
    const next = routeFromPhone(admission.arrival, { ...facts, colleagues, notSlots }, admission.stamp);
    return follow(tx, tenantId, next, groundsOf(facts));
  };
  const deciding = newCall(admission, tenantId, route);
  return isPlainlyOutside(dialled) ? decideInTurn(deciding) : decideAtOnce(deciding);
}

/** An extension has no more phones than this (`max_contacts` in migrations/functions/asterisk.sql). */
const MOST_PHONES = 3;

/** Most calls out are known by what was dialled alone; help is never asked to wait. */
const isPlainlyOutside = (dialled: string): boolean => readDialled(dialled, DEFAULT_HOME).kind === 'outside';

async function decideForCarrier(admission: Admission): Promise<Decision> {
  const { db, arrival, stamp } = admission;
  const number = readCarrierNumber(arrival.dialled);
  const caller = arrival.restricted ? null : readCarrierNumber(arrival.caller.number);
  const owner = number === null ? undefined : await factsSql.ownerOfNumber(db, number, caller);
  if (!owner) return refuse('not_ours', null);
  const { tenantId, hops } = owner;
  const route = async (tx: Tx): Promise<Routed> => {
    const facts = await factsSql.carrierFacts(tx, { ...owner, caller });
    return follow(
      tx,
      tenantId,
      routeFromCarrier(arrival, facts ? { ...facts, hops } : null, stamp),
      facts && groundsOf(facts),
    );
  };
  return decideAtOnce(newCall(admission, tenantId, route));
}

const newCall = (admission: Admission, tenantId: string, route: Route): Deciding => ({
  ...admission,
  tenantId,
  isNew: true,
  // before anything is priced or reserved for a call that is refused
  route: admission.overloaded ? async (tx) => ({ decision: withinRoom((await route(tx)).decision, NO_ROOM) }) : route,
  write: writeNew(admission),
});

/** New calls are refused at once, so that their phones and carriers try again or elsewhere, and the calls in progress come through. */
const NO_ROOM = -1;

async function decideAtOnce(deciding: Deciding): Promise<Decision> {
  const decision = await asTenant(deciding.db, deciding.tenantId, async (tx) => {
    const routed = await deciding.route(tx);
    if (routed.decision.kind === 'connect' && routed.decision.usesLine) return null;
    const pinned = withinRoom(await pin(tx, deciding.tenantId, routed, deciding), deciding.room);
    await deciding.write(tx, pinned);
    return pinned;
  });
  return decision ?? decideInTurn(deciding);
}

/**
 * Decides about a call that takes one of the tenant's outside lines. Such calls of a tenant come one after the other, so that each counts those before it. They wait
 * before they lock the tenant's row, or a change of its status might never find it free; and without a connection, which others need.
 */
const inTurn = oneAtATimeByKey();
const decideInTurn = (deciding: Deciding): Promise<Decision> => {
  const { db, overdue, tenantId, room, route, write } = deciding;
  return inTurn(tenantId, async () => {
    overdue.throwIfAborted();
    return asTenant(db, tenantId, async (tx) => {
      await sql.lockLines(tx, tenantId);
      const decision = withinRoom(await pin(tx, tenantId, await route(tx), deciding), room);
      await write(tx, decision);
      return decision;
    });
  });
};

/** What the live row has of where a call is sent. */
const sentTo = (decision: Exclude<Decision, Refused>) => ({
  path: decision.path,
  attempts: decision.kind === 'connect' ? decision.attempts : undefined,
  lines: linesTaken(decision),
});

/** Writes a new call: the live row of one that goes through, the record of one that does not. */
const writeNew =
  ({ node, arrival, overdue }: Admission): Write =>
  async (tx, decision) => {
    overdue.throwIfAborted();
    if (decision.kind === 'refuse') await writeRefusal(tx, decision, decision.record);
    else if (hasTenant(decision.facts)) {
      await sql.insertLiveCall(tx, decision.facts, node, arrival.channel, sentTo(decision));
      await noteEmergency(tx, decision.facts);
    }
    const facts = decision.kind === 'refuse' ? decision.record : decision.facts;
    if (facts?.tenantId && isCostly(facts.destination))
      await alertOnBurst(tx, facts.tenantId, new Date(facts.admittedAt));
  };

/** The call was decided without the database meanwhile, and the history says how. */
async function settle(db: Db, late: Decision): Promise<void> {
  if (late.kind === 'refuse') {
    const { record } = late;
    if (record?.tenantId) await asTenant(db, record.tenantId, (tx) => records.deleteLateRefusal(tx, record.id));
    return;
  }
  const { facts } = late;
  await saveEnd(db, facts, { ...UNANSWERED, at: facts.admittedAt, cause: CAUSE.networkFailure });
}

/** The tenants among these that may have no calls now except emergency calls; a purged one is among them. */
export async function withoutService(db: Db, tenantIds: Iterable<string>): Promise<string[]> {
  const stopped: string[] = [];
  for (const id of tenantIds) {
    const status = await asTenant(db, id, (tx) => sql.statusOf(tx, id));
    if (status === null || !mayHaveCalls(status)) stopped.push(id);
  }
  return stopped;
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('The database does not answer in time.')), { once: true });
  });
}

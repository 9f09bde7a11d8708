import { alertOnBurst } from '../../outbound/alerts.ts';
import { isCostly } from '../../outbound/rules.ts';
import { asTenant, type Db, type Tx } from '../../platform/db/db.ts';
import { extensionDialled, pickupDialled, readDialled } from '../../platform/numbers/dialled.ts';
import { DEFAULT_HOME, readCarrierNumber } from '../../platform/numbers/e164.ts';
import { oneAtATimeByKey } from '../../platform/process/turns.ts';
import type { Arrival, Decision, Onward, Refused } from '../model/decision.ts';
import { parkingDialled, SLOTS } from '../model/parking.ts';
import { hasTenant, noteEmergency, saveRefusal, writeRefusal } from '../records/call-records.ts';
import * as records from '../records/records-sql.ts';
import { refuse } from '../routing/attempts.ts';
import { routeFromCarrier } from '../routing/from-carrier.ts';
import { routeFromPhone } from '../routing/from-phone.ts';
import { routeWithoutDatabase } from '../routing/without-database.ts';
import { ADMISSION_MS, mayHaveCalls } from '../rules.ts';
import * as sql from '../sql.ts';
import { decidedBefore } from './decided-before.ts';
import * as factsSql from './facts-sql.ts';
import { admitInternalCall } from './internal-admission.ts';
import { follow, policyOf, type Routed } from './onward.ts';
import { linesTaken } from './outside-lines.ts';
import { pin } from './pinning.ts';
import { withinChannels } from './within-channels.ts';

/**
 * `overloaded`: Asterisk is falling behind with the calls it already has. `freeChannels`: the number of free channels
 * (`within-channels.ts`).
 */
type AdmitOptions = { withinMs?: number; overloaded?: boolean; freeChannels?: number };

/**
 * Decides whether a new call goes through and writes its live row. Nothing is dialled until that row is committed.
 * Throws if the database fails or takes too long. The call is then decided by `routeWithoutDatabase`, and a transaction
 * that commits late leaves no rows that contradict that.
 */
export async function admit(
  db: Db,
  node: string,
  arrival: Arrival,
  { withinMs = ADMISSION_MS, overloaded = false, freeChannels = Infinity }: AdmitOptions = {},
): Promise<Decision> {
  const overdue = AbortSignal.timeout(withinMs);
  const deciding = decide({ db, node, arrival, overdue, overloaded, freeChannels });
  try {
    return await Promise.race([deciding, rejection(overdue)]);
  } catch (error) {
    // The transaction may still commit. If the database then fails again, the leftover live row ends as a lost call.
    deciding.then((late) => undoLateDecision(db, arrival, late)).catch(() => {});
    throw error;
  }
}

/**
 * Decides where a call in progress goes next. The tenant's current status, permissions and outside lines apply, as they
 * would to a new call. Throws if the database takes too long. The call stays live throughout.
 */
export async function reroute(db: Db, onward: Onward, freeChannels = Infinity): Promise<Decision> {
  const { facts, callerOnLine = false } = onward.journey;
  const { tenantId } = facts;
  if (tenantId === null) return refuse('unreachable', facts);
  const overdue = AbortSignal.timeout(ADMISSION_MS);
  const route: Route = async (tx) => {
    const status = await sql.beginReroute(tx, tenantId, facts.id);
    return status !== null && mayHaveCalls(status)
      ? follow(tx, tenantId, onward)
      : { decision: refuse('suspended', facts) };
  };
  const write: Write = async (tx, decision, now) => {
    overdue.throwIfAborted();
    if (decision.kind === 'refuse') return sql.releaseLines(tx, facts.id, callerOnLine);
    await sql.updateLiveCall(tx, decision.facts, { ...sentTo(decision), callerOnLine });
    if (hasTenant(decision.facts)) await noteEmergency(tx, decision.facts);
    if (isCostly(decision.facts.destination)) await alertOnBurst(tx, tenantId, now);
  };
  return Promise.race([
    decideAtOnce({ db, overdue, tenantId, isNew: false, callerOnLine, freeChannels, route, write }),
    rejection(overdue),
  ]);
}

/**
 * Records a call that the dialplan refused while call control was away, as one that was refused without the database.
 * May be repeated. The commit waits for the disk, because the call's note is deleted after it.
 */
export async function saveNotedRefusal(db: Db, arrival: Arrival): Promise<void> {
  const decision = routeWithoutDatabase(arrival);
  const refused = decision.kind === 'refuse' ? decision : refuse('unavailable', decision.facts);
  await saveRefusal(db, refused, arrival, { toDisk: true });
}

type Admission = Required<Pick<AdmitOptions, 'overloaded' | 'freeChannels'>> & {
  db: Db;
  node: string;
  arrival: Arrival;
  overdue: AbortSignal;
};

/** Reads the facts and decides. It writes nothing. */
type Route = (tx: Tx) => Promise<Routed>;
type Write = (tx: Tx, decision: Decision, now: Date) => Promise<void>;
/**
 * `isNew`: the call is new, as opposed to one in progress that is rerouted. `callerOnLine`: the caller occupies an
 * outside line, whatever is decided.
 */
type Deciding = {
  db: Db;
  overdue: AbortSignal;
  tenantId: string;
  isNew: boolean;
  callerOnLine?: boolean;
  freeChannels: number;
  route: Route;
  write: Write;
};

const decide = (admission: Admission): Promise<Decision> =>
  admission.arrival.from === 'phone' ? decideForPhone(admission) : decideForCarrier(admission);

async function decideForPhone(admission: Admission): Promise<Decision> {
  const { arrival } = admission;
  const { tenantId, endpoint, dialled } = arrival;
  if (tenantId === null) throw new Error(`The endpoint ${endpoint} names no tenant.`);
  const isTight = admission.overloaded || admission.freeChannels < MAX_PHONES;
  const isSimple = !isTight && !arrival.foundWaiting;
  const internal = isSimple ? await admitInternalCall(admission.db, admission.node, { arrival, tenantId }) : null;
  if (internal) return internal;
  const route = async (tx: Tx): Promise<Routed> => {
    const pickup = pickupDialled(dialled);
    const extension = pickup ? pickup.extension : extensionDialled(dialled);
    const facts = await factsSql.phoneFacts(tx, { tenantId, sipUsername: endpoint, extension });
    // the extension was deleted after its phone sent the INVITE
    if (!facts) return { decision: refuse('unknown_number', null) };
    const colleagues = pickup?.extension === null ? await factsSql.colleaguesOf(tx, facts.caller.id) : null;
    const notSlots = parkingDialled(dialled) ? await factsSql.numbersInPlan(tx, tenantId, SLOTS) : [];
    const next = routeFromPhone(arrival, { ...facts, colleagues, notSlots }, arrival);
    return follow(tx, tenantId, next, policyOf(facts));
  };
  const deciding = newCall(admission, tenantId, route);
  return isPlainlyOutside(dialled) ? decideInTurn(deciding) : decideAtOnce(deciding);
}

/** The most phones that can register for an extension (`max_contacts` in migrations/functions/asterisk.sql). */
const MAX_PHONES = 3;

/**
 * True for numbers that can only be outside the tenant. Emergency calls are not among them, so they never wait in the
 * queue for lines.
 */
const isPlainlyOutside = (dialled: string): boolean => readDialled(dialled, DEFAULT_HOME).kind === 'outside';

async function decideForCarrier(admission: Admission): Promise<Decision> {
  const { db, arrival } = admission;
  const number = readCarrierNumber(arrival.dialled);
  const caller = arrival.restricted ? null : readCarrierNumber(arrival.caller.number);
  const owner = number === null ? undefined : await factsSql.ownerOfNumber(db, number, { caller, call: arrival.id });
  if (!owner) return refuse('not_ours', null);
  const { tenantId, hops } = owner;
  const route = async (tx: Tx): Promise<Routed> => {
    const facts = await factsSql.carrierFacts(tx, { ...owner, caller });
    // an emergency dispatcher's callback rings the group together with the phone that called
    const group =
      facts && facts.callbacks.length > 0 && facts.destination?.kind === 'group'
        ? await factsSql.findGroup(tx, tenantId, facts.destination.id)
        : null;
    return follow(
      tx,
      tenantId,
      routeFromCarrier(arrival, facts ? { ...facts, hops, group } : null, arrival),
      facts && policyOf(facts),
    );
  };
  return decideAtOnce(newCall(admission, tenantId, route));
}

const newCall = (admission: Admission, tenantId: string, route: Route): Deciding => ({
  ...admission,
  tenantId,
  isNew: true,
  async route(tx) {
    const { arrival, overloaded } = admission;
    const before = arrival.foundWaiting ? await decidedBefore(tx, tenantId, arrival.id) : null;
    if (before) return { decision: before };
    const routed = await route(tx);
    // refuse before anything is priced or reserved for the call
    return overloaded ? { decision: withinChannels(routed.decision, REFUSE_ALL) } : routed;
  },
  write: writeNew(admission),
});

/**
 * Below zero, `withinChannels` refuses every new call at once. Its phone or carrier can retry elsewhere, and the calls in
 * progress survive.
 */
const REFUSE_ALL = -1;

async function decideAtOnce(deciding: Deciding): Promise<Decision> {
  const decision = await asTenant(deciding.db, deciding.tenantId, async (tx) => {
    const routed = await deciding.route(tx);
    if (routed.decision.kind === 'connect' && routed.decision.usesLine) return null;
    return pinAndWrite(tx, deciding, routed, new Date());
  });
  return decision ?? decideInTurn(deciding);
}

/**
 * Decides a call that takes one of the tenant's outside lines. A tenant's calls of this kind are decided one at a time,
 * so that each counts the lines of those before it. The queue comes before the lock on the tenant's row, because
 * otherwise a change of status might never get that lock. Queued calls hold no database connection.
 */
const inTurn = oneAtATimeByKey();
const decideInTurn = (deciding: Deciding): Promise<Decision> => {
  const { db, overdue, tenantId, route } = deciding;
  return inTurn(tenantId, async () => {
    overdue.throwIfAborted();
    return asTenant(db, tenantId, async (tx) => {
      await sql.lockLines(tx, tenantId);
      const routed = await route(tx);
      // not earlier, because the call has waited for its turn
      return pinAndWrite(tx, deciding, routed, new Date());
    });
  });
};

async function pinAndWrite(tx: Tx, deciding: Deciding, routed: Routed, now: Date): Promise<Decision> {
  const { tenantId, isNew, callerOnLine = false, freeChannels, write } = deciding;
  const decision = withinChannels(await pin(tx, tenantId, routed, { isNew, callerOnLine, now }), freeChannels);
  await write(tx, decision, now);
  return decision;
}

/** The columns of the live row that say where the call is sent. */
const sentTo = (decision: Exclude<Decision, Refused>) => ({
  path: decision.path,
  attempts: decision.kind === 'connect' ? decision.attempts : undefined,
  lines: linesTaken(decision),
});

/** Writes a new call: a live row if it goes through, a call record if it is refused. */
const writeNew =
  ({ node, arrival, overdue }: Admission): Write =>
  async (tx, decision) => {
    overdue.throwIfAborted();
    if (decision.kind === 'refuse') await writeRefusal(tx, decision, decision.record);
    else if (hasTenant(decision.facts)) {
      await sql.insertLiveCall(tx, decision.facts, { node, channel: arrival.channel, sent: sentTo(decision) });
      await noteEmergency(tx, decision.facts);
    }
    const facts = decision.kind === 'refuse' ? decision.record : decision.facts;
    if (facts?.tenantId && isCostly(facts.destination))
      await alertOnBurst(tx, facts.tenantId, new Date(facts.admittedAt));
  };

/**
 * The database has committed too late, and the call was decided without it meanwhile. Both decisions have the call's id,
 * so its rows are wrong only if one of them refuses the call and the other does not.
 */
async function undoLateDecision(db: Db, arrival: Arrival, late: Decision): Promise<void> {
  const tenantId = (late.kind === 'refuse' ? late.record : late.facts)?.tenantId;
  const isRefused = routeWithoutDatabase(arrival).kind === 'refuse';
  if (!tenantId || isRefused === (late.kind === 'refuse')) return;
  const remove = isRefused ? sql.deleteLiveCall : records.deleteLateRefusal;
  await asTenant(db, tenantId, (tx) => remove(tx, arrival.id));
}

/** Returns the tenants whose status no longer allows calls, apart from emergency calls. Purged tenants are included. */
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

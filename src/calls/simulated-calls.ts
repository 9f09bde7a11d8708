import { asTenant, addJob, type Db, type Tx } from '../platform/db/db.ts';
import { newId } from '../platform/values/ids.ts';
import { SANDBOX_CALLER_ID } from '../sandbox/rules.ts';
import * as factsSql from './admission/facts-sql.ts';
import type { Call } from './model/call.ts';
import type { Command } from './model/command.ts';
import { type Connect, NO_EMERGENCY_ROW } from './model/decision.ts';
import type { Event } from './model/event.ts';
import { step } from './model/machine.ts';
import { partiesOf } from './model/parties.ts';
import * as records from './records/call-records.ts';
import { factsOfRow, answeredAtOf } from './records/records-sql.ts';
import { mayHaveCalls } from './rules.ts';
import * as admitting from './scenes/admitting.ts';
import * as sql from './sql.ts';

// A simulated inbound call to a sandbox. No phone is involved, but its rows come from the same call machine and the
// same statements as for a real call, and are written when it would happen.

/** How the call continues: it is answered after ringing and ends after `talkSeconds`, or its caller gives up. */
export type SimulatedCall = { tenantId: string; callId: string; outcome: 'answered' | 'missed'; talkSeconds: number };

const CALLER = 'simulated';
/** No Asterisk has this name, so no call control ends the call as lost. */
const NODE = 'sandbox';

/** Whether a call to an extension can be simulated now. It takes the lock that a change of status waits for. */
export async function checkSimulation(tx: Tx, tenantId: string, extensionId: string) {
  const status = await sql.lockedStatusOf(tx, tenantId);
  const callee = await factsSql.findCallee(tx, tenantId, { id: extensionId });
  return { status, hasExtension: callee !== null, isFull: await sql.sandboxIsFull(tx, tenantId) };
}

/**
 * Starts the call by writing its live row. The caller must have checked that the tenant is a sandbox with a free call.
 */
export async function startSimulatedCall(
  tx: Tx,
  { tenantId, extensionId, from }: { tenantId: string; extensionId: string; from: string },
  play: { outcome: SimulatedCall['outcome']; ringSeconds: number; talkSeconds: number },
  now: Date,
): Promise<string> {
  const id = newId();
  const facts: sql.OwnedFacts = {
    id,
    tenantId,
    direction: 'inbound',
    emergency: false,
    from,
    to: SANDBOX_CALLER_ID,
    extensionId,
    didId: null,
    callbackNumber: null,
    admittedAt: now.toISOString(),
  };
  await sql.insertLiveCall(tx, facts, { node: NODE, channel: CALLER });
  await writeParties(tx, facts, replay(facts, {}).call);
  const { ringSeconds, talkSeconds, outcome } = play;
  await scheduleNext(tx, ringSeconds, { tenantId, callId: id, outcome, talkSeconds }, now);
  return id;
}

/** Continues a simulated call. May be repeated. */
export async function continueSimulatedCall(db: Db, simulated: SimulatedCall, now: Date): Promise<void> {
  const { tenantId, callId, outcome, talkSeconds } = simulated;
  const found = await asTenant(db, tenantId, async (tx) => {
    const facts = await factsOfRow(tx, callId);
    const status = await sql.statusOf(tx, tenantId);
    const callee = facts?.extensionId ? await factsSql.findCallee(tx, tenantId, { id: facts.extensionId }) : null;
    const isStopped = callee === null || status === null || !mayHaveCalls(status);
    return facts && { facts, isStopped, answeredAt: await answeredAtOf(tx, callId) };
  });
  // the call has already ended
  if (!found) return;
  const { facts, isStopped, answeredAt } = found;
  const at = now.toISOString();
  const isAnswered = outcome === 'answered' && !isStopped;
  const { call, commands } = isAnswered
    ? replay(facts, { answeredAt: answeredAt ?? at })
    : replay(facts, { answeredAt, end: { at, isStopped } });
  await records.saveSimulated(db, commands.filter(isSaved));
  await writeParties(db, facts, call);
  if (isAnswered)
    await asTenant(db, tenantId, (tx) => scheduleNext(tx, talkSeconds, { ...simulated, outcome: 'missed' }, now));
}

/** Schedules the next step. After the answer the only step left is the caller's hang-up, which `missed` stands for. */
const scheduleNext = (tx: Tx, seconds: number, { tenantId, callId, outcome, talkSeconds }: SimulatedCall, now: Date) =>
  addJob(
    tx,
    'play_sandbox_call',
    { tenantId, callId, outcome, talkSeconds: String(talkSeconds) },
    { key: `play_sandbox_call:${callId}:${outcome}`, runAt: new Date(now.getTime() + seconds * 1000) },
  );

const writeParties = async (db: Db, { id, tenantId }: sql.OwnedFacts, call: Call): Promise<void> => {
  const parties = partiesOf(call);
  await records.saveParties(db, parties ? [{ id, tenantId, ...parties }] : [], [tenantId]);
};

type Timed = { event: Event; at: string };
type Moments = { answeredAt?: string | null; end?: { at: string; isStopped: boolean } };

/** Replays all events of a call through the machine. Returns its state and all commands. */
function replay(facts: sql.OwnedFacts, { answeredAt = null, end }: Moments): { call: Call; commands: Command[] } {
  const leg = `${facts.id}.1`;
  const start = facts.admittedAt;
  const events: Timed[] = [
    { event: { type: 'decided', decision: ringing(facts) }, at: start },
    { event: { type: 'ready', leg }, at: start },
    { event: { type: 'ringing', leg }, at: start },
  ];
  if (answeredAt !== null)
    events.push(
      { event: { type: 'answered', leg, codecs: ['ulaw'] }, at: answeredAt },
      { event: { type: 'inspected', leg, codec: 'ulaw', fit: true }, at: answeredAt },
    );
  if (end) events.push({ event: endOf(facts, end.isStopped), at: end.at });
  let last = admitting.enter(arrivalOf(facts));
  const commands: Command[] = [];
  for (const { event, at } of events) {
    last = step(last.call, event, at);
    commands.push(...last.commands.flat());
  }
  return { call: last.call, commands };
}

const endOf = ({ tenantId }: sql.OwnedFacts, isStopped: boolean): Event =>
  isStopped ? { type: 'serviceStopped', tenantId } : { type: 'hangupRequested', channel: CALLER };

/** Only the answer and the end are saved. All other commands are for Asterisk. */
const isSaved = (command: Command): command is records.CallProgress =>
  command.type === 'saveAnswer' || command.type === 'saveEnd';

const originOf = ({ from }: sql.OwnedFacts) => ({ number: from, name: '', restricted: false });

/** Rings one phone of the extension, which doesn't exist. */
const ringing = (facts: sql.OwnedFacts): Connect => ({
  kind: 'connect',
  facts,
  origin: originOf(facts),
  attempts: [
    {
      targets: [
        {
          kind: 'contact',
          extension: { id: facts.extensionId ?? '', number: '' },
          sipUsername: '',
          contact: '',
          encrypted: false,
        },
      ],
      callerId: originOf(facts),
      ringSeconds: 0,
    },
  ],
});

const arrivalOf = ({ id, admittedAt, from, to }: sql.OwnedFacts) => ({
  id,
  at: admittedAt,
  foundWaiting: false,
  legsMade: 0,
  channel: CALLER,
  from: 'carrier' as const,
  dialled: to,
  endpoint: '',
  tenantId: null,
  caller: { number: from, name: '' },
  restricted: false,
  overTls: false,
  codecs: ['ulaw'],
  emergency: NO_EMERGENCY_ROW,
});

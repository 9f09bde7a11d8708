import { asTenant, addJob, type Db, type Tx } from '../platform/db/db.ts';
import { newId } from '../platform/values/ids.ts';
import { SANDBOX_CALLER_ID } from '../sandbox/rules.ts';
import type { Call } from './model/call.ts';
import * as records from './records/call-records.ts';
import type { Command } from './model/command.ts';
import type { Connect } from './model/decision.ts';
import type { Event } from './model/event.ts';
import * as factsSql from './admission/facts-sql.ts';
import { step } from './model/machine.ts';
import { partiesOf } from './model/parties.ts';
import { factsOfRow, answeredAtOf } from './records/records-sql.ts';
import { mayHaveCalls } from './rules.ts';
import * as admitting from './scenes/admitting.ts';
import * as sql from './sql.ts';

// A call from outside that is played on a sandbox: nobody speaks, and all that is written of it comes from the same machine, by the same statements
// and at the time when it happens, as of a call that rings phones.

/** How it goes on: after it has rung for so long it is answered, and ends after talking; or its caller gives up. */
export type PlayedCall = { tenantId: string; callId: string; outcome: 'answered' | 'missed'; talkSeconds: number };

const CALLER = 'played';
/** No Asterisk has it, so none ends it as lost. */
const NODE = 'sandbox';

/** Whether a call can be played to an extension now. A change of status waits for it: the call is ended by that, or comes after it. */
export async function findPlayable(tx: Tx, tenantId: string, extensionId: string) {
  const status = await sql.lockedStatusOf(tx, tenantId);
  const callee = await factsSql.findCallee(tx, tenantId, { id: extensionId });
  return { status, hasExtension: callee !== null, isFull: await sql.sandboxIsFull(tx, tenantId) };
}

/** Begins the call: its live row is there from now on. The caller has checked that the tenant is a sandbox that may have one more call. */
export async function startPlayedCall(
  tx: Tx,
  { tenantId, extensionId, from }: { tenantId: string; extensionId: string; from: string },
  play: { outcome: PlayedCall['outcome']; ringSeconds: number; talkSeconds: number },
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
  await sql.insertLiveCall(tx, facts, NODE, CALLER);
  await writeParties(tx, facts, replay(facts, {}).call);
  const { ringSeconds, talkSeconds, outcome } = play;
  await goOnAfter(tx, ringSeconds, { tenantId, callId: id, outcome, talkSeconds }, now);
  return id;
}

/** What happens next to a played call; it may be asked twice. */
export async function goOnWithPlayedCall(db: Db, played: PlayedCall, now: Date): Promise<void> {
  const { tenantId, callId, outcome, talkSeconds } = played;
  const found = await asTenant(db, tenantId, async (tx) => {
    const facts = await factsOfRow(tx, callId);
    const status = await sql.statusOf(tx, tenantId);
    const callee = facts?.extensionId ? await factsSql.findCallee(tx, tenantId, { id: facts.extensionId }) : null;
    const isStopped = callee === null || status === null || !mayHaveCalls(status);
    return facts && { facts, isStopped, answeredAt: await answeredAtOf(tx, callId) };
  });
  // it has ended already
  if (!found) return;
  const { facts, isStopped, answeredAt } = found;
  const at = now.toISOString();
  const isAnswered = outcome === 'answered' && !isStopped;
  const { call, commands } = isAnswered
    ? replay(facts, { answeredAt: answeredAt ?? at })
    : replay(facts, { answeredAt, end: { at, isStopped } });
  await records.savePlayed(db, commands.filter(isSaved));
  await writeParties(db, facts, call);
  if (isAnswered)
    await asTenant(db, tenantId, (tx) => goOnAfter(tx, talkSeconds, { ...played, outcome: 'missed' }, now));
}

/** Once answered, the call is one whose caller hangs up. */
const goOnAfter = (tx: Tx, seconds: number, { tenantId, callId, outcome, talkSeconds }: PlayedCall, now: Date) =>
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

/** The call as the machine has it after all that has happened to it, and all that the machine wanted done. */
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

/** What is written of a call that nobody sees: its answer and its end. */
const isSaved = (command: Command): command is records.CallProgress =>
  command.type === 'saveAnswer' || command.type === 'saveEnd';

const originOf = ({ from }: sql.OwnedFacts) => ({ number: from, name: '', restricted: false });

/** It rings one phone of the extension, which is not there. */
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

const arrivalOf = ({ from, to }: sql.OwnedFacts) => ({
  channel: CALLER,
  from: 'carrier' as const,
  dialled: to,
  endpoint: '',
  tenantId: null,
  caller: { number: from, name: '' },
  restricted: false,
  overTls: false,
  codecs: ['ulaw'],
  emergency: { trunkId: null, callback: null },
});

// Run by tests as a separate process: makes calls of tenants all at once, as call control does. They reserve, talk, reserve more and end, each end saved twice.
import { z } from 'zod';
import { admit } from '../../src/calls/admission/admission.ts';
import { extendLeg } from '../../src/calls/admission/extending.ts';
import { saveProgress } from '../../src/calls/records/call-records.ts';
import { openDb, openPool } from '../../src/platform/db/db.ts';
import { newId } from '../../src/platform/values/ids.ts';
import { carrierArrival, phoneArrival } from '../arrivals.ts';

const Task = z.object({
  databaseUrl: z.string(),
  node: z.string(),
  /** of a tenant, the endpoint of its phone, its own number, and how many of the calls are its own */
  tenants: z.array(z.object({ id: z.string(), endpoint: z.string(), ownNumber: z.string(), calls: z.number() })),
  dialled: z.array(z.string()).min(1),
});
const task = Task.parse(JSON.parse(process.argv[2] ?? ''));
const { node, tenants } = task;
const pool = openPool(task.databaseUrl, 'caller', 50);
const db = openDb(pool);
/** On a busy machine, many calls at once take longer than a caller would wait. */
const TIMEOUT_MS = 120_000;
pool.options.connectionTimeoutMillis = TIMEOUT_MS;

/** What became of a call: why it was refused, or how many seconds it had paid for. */
export type Outcome = { tenantId: string } & (
  | { refused: string }
  | { callId: string; prefix: string; seconds: number }
);

const decided = Promise.withResolvers<void>();
let undecided = tenants.reduce((sum, { calls }) => sum + calls, 0);

async function call({ id: tenantId, endpoint, ownNumber }: (typeof tenants)[number], index: number): Promise<Outcome> {
  const channel = newId();
  const dialled = task.dialled[index % (task.dialled.length + 1)];
  const arrival =
    dialled === undefined
      ? carrierArrival(ownNumber, { channel })
      : phoneArrival(dialled, { channel, tenantId, endpoint });
  const decision = await admit(db, node, arrival, { withinMs: TIMEOUT_MS });
  undecided -= 1;
  if (undecided === 0) decided.resolve();
  if (decision.kind === 'refuse') return { tenantId, refused: decision.reason };
  if (decision.kind !== 'connect') throw new Error(`The call was not connected, but ${decision.kind}.`);
  // half of the calls last until all others have been decided, and half make room for them
  if (index % 2 === 0) await decided.promise;
  const { id: callId } = decision.facts;
  const paid = decision.facts.legs?.find(({ reserved }) => reserved !== undefined);
  if (!paid?.reserved || !paid.pin.rate) throw new Error('The call has reserved nothing.');
  const answered = Date.now();
  const since = new Date(answered).toISOString();
  const facts = { ...decision.facts, legs: decision.facts.legs?.map((leg) => ({ ...leg, answeredAt: since })) };
  await saveProgress(db, [
    { type: 'saveAnswer', facts, at: since, answeredBy: null },
    { type: 'saveLegs', facts },
  ]);
  let seconds = paid.reserved.grantedSeconds;
  let isCut = false;
  for (let step = 0; step < index % 3 && !isCut; step++) {
    const next = await extendLeg(db, { callId, tenantId, leg: paid.leg, since }, Date.now());
    if (next.kind === 'granted') seconds = Math.round((next.endsAt - answered) / 1000);
    else isCut = true;
  }
  // a call that is cut lasts a little longer than it paid for, and others end at any time before
  const lasted = isCut ? seconds * 1000 + 50 : Math.ceil((seconds * 1000 * (1 + (index % 7))) / 7);
  const end = {
    type: 'saveEnd' as const,
    facts,
    answeredAt: since,
    flowAnsweredAt: null,
    answeredBy: null,
    at: new Date(answered + lasted).toISOString(),
    cause: 16,
    reason: null,
    endedBy: isCut ? ('system' as const) : ('caller' as const),
    path: [],
  };
  await Promise.all([saveProgress(db, [end]), saveProgress(db, [end])]);
  return { tenantId, callId, prefix: paid.pin.rate.prefix, seconds: Math.min(seconds, Math.ceil(lasted / 1000)) };
}

const outcomes = await Promise.all(
  tenants.flatMap((tenant) => Array.from({ length: tenant.calls }, (_, index) => call(tenant, index))),
);
await pool.end();
process.stdout.write(JSON.stringify(outcomes));

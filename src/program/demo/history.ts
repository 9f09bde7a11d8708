import path from 'node:path';
import type { BilledLeg } from '../../billing/rating/pin-contract.ts';
import { pricesOf } from '../../billing/rating/pins.ts';
import { legsToPin, withPins } from '../../calls/admission/pins.ts';
import type { CallFacts } from '../../calls/model/call-facts.ts';
import type { CallEnd } from '../../calls/model/command.ts';
import type { Connect, Target } from '../../calls/model/decision.ts';
import { saveProgress } from '../../calls/records/call-records.ts';
import type { Config } from '../../platform/config.ts';
import { asTenant, type Db, type Tx } from '../../platform/db/db.ts';
import { openStorage } from '../../platform/db/storage.ts';
import { newId } from '../../platform/values/ids.ts';
import { addRecording } from '../../recordings/capture.ts';
import { openStereo } from '../../recordings/stereo.ts';
import { type CalledTenant, type DemoCall, demoCalls } from './calls.ts';

/** Writes the calls of a tenant into its history, priced as at admission and charged as at their end. */
export async function writeDemoCalls(app: Db, config: Config, tenant: CalledTenant, now: Date): Promise<void> {
  const calls = demoCalls(tenant, now);
  const ended = await asTenant(app, tenant.id, async (tx) => {
    const priced: (CallEnd & { type: 'saveEnd'; facts: CallFacts })[] = [];
    for (const { facts, end } of calls)
      priced.push({ type: 'saveEnd', facts: { ...facts, legs: await legsOf(tx, { facts, end }) }, ...end });
    return priced;
  });
  await saveProgress(app, ended);
  for (const { facts, end, isRecorded } of calls)
    if (isRecorded) await asTenant(app, tenant.id, (tx) => seedRecording(tx, config, facts, end));
}

/** The charges of a call, by the prices at its time. */
async function legsOf(tx: Tx, { facts, end }: Pick<DemoCall, 'facts' | 'end'>): Promise<BilledLeg[]> {
  if (end.reason !== null) return [];
  const decision = decisionOf(facts);
  const toPin = legsToPin(decision, true);
  const prices = toPin && (await pricesOf(tx, facts.tenantId, { at: facts.admittedAt, ...toPin }));
  if (!prices) return [];
  const pinned = withPins(decision, prices, true, facts.admittedAt);
  const legs = pinned.kind === 'connect' ? (pinned.facts.legs ?? []) : [];
  return legs.map((leg) => (leg.leg === 0 || end.answeredAt === null ? leg : { ...leg, answeredAt: end.answeredAt }));
}

/** The routing decision of a call, as far as its price depends on it. */
function decisionOf(facts: CallFacts): Connect {
  const callerId = { number: facts.from, name: '', restricted: false };
  const { direction, to: number, destination } = facts;
  const targets: Target[] =
    direction === 'outbound' && destination
      ? [{ kind: 'trunk', trunkId: '', number, earlyMedia: false, destination }]
      : [];
  return { kind: 'connect', facts, origin: callerId, attempts: [{ targets, callerId, ringSeconds: 0 }] };
}

const SPOKEN = path.join(import.meta.dirname, 'recording');

async function seedRecording(
  tx: Tx,
  config: Config,
  facts: DemoCall['facts'],
  { answeredAt, answeredBy }: CallEnd,
): Promise<void> {
  const sound = await openStereo(path.join(SPOKEN, 'caller.wav'), path.join(SPOKEN, 'callee.wav'));
  if (!sound) throw new Error('The recording of the demo is missing.');
  const caller = { channel: 'caller', extensionId: null };
  const callee = { channel: 'callee', extensionId: answeredBy };
  const talk = { callId: facts.id, tenantId: facts.tenantId, facts, caller, callee };
  const at = answeredAt ?? facts.admittedAt;
  await addRecording(
    tx,
    openStorage(config.dataDir),
    { id: newId(), talk, cause: 'extension', node: 'demo', at },
    sound,
  );
  await sound.close();
}

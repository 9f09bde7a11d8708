import type { Logger } from 'pino';
import { z } from 'zod';
import { withoutService } from '../../calls/admission/admission.ts';
import { factsOf, idOf, legsOf } from '../../calls/model/call.ts';
import type { CallLimits } from '../../calls/model/silence.ts';
import { endLostCalls } from '../../calls/records/call-records.ts';
import { saveNoted } from '../../calls/records/noted-calls.ts';
import { CAUSE } from '../../calls/rules.ts';
import type { Db } from '../../platform/db/db.ts';
import { APPLICATION, AriChannel } from '../ari/ari-events.ts';
import type { Request } from '../ari/ari.ts';
import { openEmergencyNotes } from '../notes/emergency-notes.ts';
import type { Calls } from '../runner/call-runner.ts';
import { openVoiceActivity } from '../voice-activity.ts';
import type { WriteBehind } from '../writing/write-behind.ts';
import { openMissedEvents } from './missed-events.ts';
import { downLegs, rebuildCalls } from './rebuild-calls.ts';
import type { Snapshot } from './snapshot.ts';

export type ReconcilerOptions = {
  db: Db;
  request: Request;
  calls: Calls;
  writeBehind: Pick<WriteBehind<unknown>, 'write' | 'has'>;
  limits: CallLimits;
  node: () => string;
  spool: () => string;
  log: Logger;
};

/** Brings call control, Asterisk and the database back into agreement about the calls. */
export type Reconciler = {
  /** Takes over the calls of Asterisk after connecting to it. */
  takeOver(): Promise<void>;
  /** Makes up for lost events and commands. Runs regularly. */
  compareWithAsterisk(): Promise<void>;
  /**
   * Saves the emergency calls that the dialplan placed, ends calls of tenants that may no longer have any, and removes
   * rows of calls that no longer exist.
   */
  compareWithDatabase(): Promise<void>;
};

const AriBridge = z.object({ id: z.string(), channels: z.array(z.string()) });

export function openReconciler(options: ReconcilerOptions): Reconciler {
  const { db, request, calls, writeBehind, limits, node, log } = options;
  const emergencyNotes = openEmergencyNotes({ ...options, save: (call) => saveNoted(db, node(), call) });
  const comparison = openMissedEvents(calls, readSnapshot);
  /** legs that were down at the take-over, with the time until which they may stay so */
  const deadlines = new Map<string, number>();
  const voiceActivity = openVoiceActivity({ request, calls, writeBehind, db, limits, now: Date.now });

  async function readSnapshot(): Promise<Snapshot> {
    const [channels, bridges] = await Promise.all([request('GET', 'channels'), request('GET', 'bridges')]);
    if (channels.status !== 200 || bridges.status !== 200)
      throw new Error('Asterisk does not list its channels and bridges.');
    return { channels: readAll(AriChannel, channels.body), bridges: readAll(AriBridge, bridges.body) };
  }
  async function hangUp(orphans: Iterable<string>): Promise<void> {
    for (const id of orphans) await request('DELETE', `channels/${id}?reason_code=${CAUSE.networkFailure}`);
  }

  /** Ends legs that are still down since the take-over. Call control was killed before it dialled them. */
  async function endUndialled(snapshot: Snapshot): Promise<void> {
    for (const [leg, deadline] of deadlines) {
      const isDown = snapshot.channels.some(({ id, state }) => id === leg && state === 'Down');
      if (isDown && Date.now() < deadline) continue;
      deadlines.delete(leg);
      if (isDown) await hangUp([leg]);
    }
  }

  return {
    async takeOver() {
      const { snapshot, known } = await comparison.look();
      const found = rebuildCalls(snapshot, known);
      for (const { leg, timeoutMs } of downLegs(found.calls, snapshot)) deadlines.set(leg, Date.now() + timeoutMs);
      for (const call of found.calls) {
        calls.adopt(call);
        for (const channel of [call.caller, ...legsOf(call)]) {
          await request('POST', `applications/${APPLICATION}/subscription`, { eventSource: `channel:${channel}` });
        }
      }
      for (const { channel, event } of found.events) calls.receive(channel, event);
      // a party that resumed while we were disconnected would stay muted
      for (const { call } of calls.all())
        for (const channel of [call.caller, ...legsOf(call)]) calls.receive(channel, { type: 'resumed', channel });
      await hangUp(found.orphans);
      log.info({ adopted: found.calls.length, orphans: found.orphans.length }, 'took over the calls in Asterisk');
    },
    async compareWithAsterisk() {
      const { snapshot, events, orphans } = await comparison.compare();
      for (const { call, event } of events) calls.receive(call.caller, event);
      await hangUp(orphans);
      await endUndialled(snapshot);
      await voiceActivity.check();
    },
    async compareWithDatabase() {
      // first, so that the live rows of these calls don't count as lost
      await emergencyNotes.recover();
      const tenants = new Set(calls.all().flatMap(({ call }) => factsOf(call)?.tenantId ?? []));
      for (const tenantId of await withoutService(db, tenants)) calls.sendToAll({ type: 'serviceStopped', tenantId });
      const ours = (id: string): boolean =>
        writeBehind.has(id) || emergencyNotes.has(id) || calls.all().some(({ call }) => idOf(call) === id);
      const lost = await endLostCalls(db, node(), ours, new Date());
      if (lost > 0) log.warn({ lost }, 'calls had ended without a record');
    },
  };
}

/** The readable items of a list. An unreadable one must not hide the others. */
function readAll<T>(schema: z.ZodType<T>, list: unknown): T[] {
  return z
    .array(z.unknown())
    .parse(list)
    .flatMap((item) => {
      const read = schema.safeParse(item);
      return read.success ? [read.data] : [];
    });
}

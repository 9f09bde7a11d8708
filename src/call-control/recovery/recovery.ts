import { saveNotedRefusal } from '../../calls/admission/admission.ts';
import type { AsteriskAccess } from '../ari/asterisk-access.ts';
import type { ControlOptions } from '../control-options.ts';
import { openRefusedCalls } from '../notes/refused-calls.ts';
import type { RunningCalls } from '../parts/calls.ts';
import type { Sounds } from '../parts/sounds.ts';
import type { Writers } from '../writing/writers.ts';
import { openReconciler } from './reconcile.ts';

export type RecoveryParts = {
  asterisk: AsteriskAccess;
  writers: Writers;
  sounds: Sounds;
  calls: RunningCalls;
};

/** Makes up for what was lost while call control, Asterisk or the database was away. */
export type Recovery = {
  /** Takes over the calls of Asterisk after connecting to it. */
  takeOver(): Promise<void>;
  /** Call this after the take-over: all else begins, and no call waits for it. */
  connected(): void;
  compareWithDatabase(): Promise<void>;
  /** Does all of it while Asterisk is connected, one after the other. Runs regularly. */
  compareAll(): Promise<void>;
};

export function openRecovery({ db, limits, log }: ControlOptions, parts: RecoveryParts): Recovery {
  const { asterisk, writers, sounds, calls } = parts;
  const { connection, node, spool, request } = asterisk;
  const { runner, serviceCalls } = calls;
  const { writeBehind } = writers;
  const reconciler = openReconciler({ db, request, calls: runner, writeBehind, limits, node, spool, log });
  const refusedCalls = openRefusedCalls({ save: (arrival) => saveNotedRefusal(db, arrival), spool, log });

  /** The next comparison tries again what has failed. */
  const tried = (work: Promise<void>, failure: string): Promise<void> =>
    work.catch((err: unknown) => log.warn({ err }, failure));
  const isBeingRecorded = (id: string): boolean =>
    runner.all().some(({ call: { scene } }) => scene.kind === 'takingMessage' && scene.note.id === id);
  const recoveries = [
    () => tried(sounds.voicemail.recover(isBeingRecorded), 'voicemail messages are recovered later'),
    () => tried(sounds.recorders.recover(), 'recordings are completed later'),
    () => tried(serviceCalls.recover(runner), 'service calls are recovered later'),
    () => tried(sounds.recordings.sweep(), 'old sounds are removed later'),
    () => tried(refusedCalls.recover(), 'refused calls are recorded later'),
  ];
  async function compareWithDatabase(): Promise<void> {
    // without a connection we don't know yet which Asterisk this is
    if (!connection()) return;
    await tried(reconciler.compareWithDatabase(), 'the database is out of reach');
  }

  return {
    takeOver: reconciler.takeOver,
    connected() {
      void compareWithDatabase();
      for (const recover of recoveries) void recover();
    },
    compareWithDatabase,
    async compareAll() {
      await tried(reconciler.compareWithAsterisk(), 'Asterisk is out of reach');
      await compareWithDatabase();
      for (const recover of recoveries) await recover();
    },
  };
}

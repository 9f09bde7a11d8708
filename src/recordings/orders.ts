import { isProtected } from '../calls/rules.ts';
import type { Tx } from '../platform/db/db.ts';
import { eventsOf, type Owner, recordEvent } from '../platform/db/events.ts';
import type { Actor } from '../platform/http/caller.ts';
import { errorFactory } from '../platform/http/errors.ts';
import { type RecordingAction, recordingErrors } from './contract.ts';
import * as sql from './recordings-sql.ts';

const fail = errorFactory(recordingErrors);

export type LiveCall = NonNullable<Awaited<ReturnType<typeof sql.findLiveCall>>>;

export const findLiveCall = (tx: Tx, id: string): Promise<LiveCall | null> => sql.findLiveCall(tx, id);

const WORDS: Record<RecordingAction, string> = {
  start: 'recording.started',
  pause: 'recording.paused',
  resume: 'recording.resumed',
  stop: 'recording.stopped',
};

/** Asks call control to start, pause, resume or stop recording a live call. */
export async function orderRecording(
  tx: Tx,
  by: Actor,
  { tenant, call, action }: { tenant: Owner; call: LiveCall; action: RecordingAction },
): Promise<void> {
  if (isProtected({ emergency: call.emergency, to: call.to_number }))
    throw fail('not_recordable', 'Emergency calls are never recorded.');
  if (!call.answered_at) throw fail('not_recordable', 'The call has not been answered yet.');
  if (action !== 'start' && !(await sql.runningRecording(tx, call.id)))
    throw fail('not_recorded', 'This call isn’t being recorded now.');
  await sql.notifyRecording(tx, { callId: call.id, action });
  await recordEvent(tx, by, {
    ...eventOf(WORDS[action], tenant, call.id),
    after: { from: call.from_number, to: call.to_number },
  });
}

const eventOf = eventsOf('call');

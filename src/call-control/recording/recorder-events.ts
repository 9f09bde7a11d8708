import { z } from 'zod';

/** What Asterisk says of the channels and sounds with which calls are recorded. */
export type SnoopEvent =
  /** the channel that listens to a party can be recorded */
  | { type: 'ready'; snoop: string }
  | { type: 'recorded'; snoop: string }
  /** a sound has ended; `done`: so Asterisk says, also of a sound that was cut short */
  | { type: 'played'; playback: string; done: boolean };

/** With what a snoop comes into our application. */
export const SNOOP_ARGUMENT = 'snoop';
/** Our names for snoops, their recordings and announcements: nothing else has such a name. */
const SNOOP = /^recording-/;
const NOTICE = /^notice-/;

const Ari = z.discriminatedUnion('type', [
  z.object({ type: z.literal('StasisStart'), args: z.array(z.string()), channel: z.object({ id: z.string() }) }),
  z.object({ type: z.literal('RecordingFinished'), recording: z.object({ name: z.string() }) }),
  z.object({ type: z.literal('RecordingFailed'), recording: z.object({ name: z.string() }) }),
  z.object({ type: z.literal('PlaybackFinished'), playback: z.object({ id: z.string(), state: z.string() }) }),
]);

/** Null for everything else. */
export function readSnoopEvent(json: unknown): SnoopEvent | null {
  const { data: ari } = Ari.safeParse(json);
  switch (ari?.type) {
    case 'StasisStart':
      return ari.args[0] === SNOOP_ARGUMENT ? { type: 'ready', snoop: ari.channel.id } : null;
    case 'RecordingFinished':
    case 'RecordingFailed':
      return SNOOP.test(ari.recording.name) ? { type: 'recorded', snoop: ari.recording.name } : null;
    case 'PlaybackFinished': {
      const { id, state } = ari.playback;
      return NOTICE.test(id) ? { type: 'played', playback: id, done: state === 'done' } : null;
    }
    case undefined:
      return null;
  }
}

import { z } from 'zod';

/** Events of the channels and sounds that are used to record calls. */
export type SnoopEvent =
  /** the channel that listens to a party is ready to be recorded */
  | { type: 'ready'; snoop: string }
  | { type: 'recorded'; snoop: string }
  /** a sound has ended; `done`: according to Asterisk, which also says so if the sound was cut short */
  | { type: 'played'; playback: string; done: boolean };

/** The argument that a snoop channel has in our application. */
export const SNOOP_ARGUMENT = 'snoop';
/** The prefix of our names for snoop channels and their recordings. Nothing else has such a name. */
const SNOOP = /^recording-/;
const NOTICE = /^notice-/;

const Ari = z.discriminatedUnion('type', [
  z.object({ type: z.literal('StasisStart'), args: z.array(z.string()), channel: z.object({ id: z.string() }) }),
  z.object({ type: z.literal('RecordingFinished'), recording: z.object({ name: z.string() }) }),
  z.object({ type: z.literal('RecordingFailed'), recording: z.object({ name: z.string() }) }),
  z.object({ type: z.literal('PlaybackFinished'), playback: z.object({ id: z.string(), state: z.string() }) }),
]);

/** Null for all other events. */
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

import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { VoiceConnection } from '../asterisk/connection.ts';
import { phoneSeconds } from '../platform/audio/wav.ts';
import { newId } from '../platform/values/ids.ts';
import type { Request } from './ari.ts';

export type NoticesOptions = {
  request: Request;
  connection: () => VoiceConnection;
  /** `complete`: the party has heard it from its beginning to its end */
  onPlayed: (callId: string, channel: string, complete: boolean) => void;
};

/** Tells parties that their call is recorded. */
export type Notices = {
  play(callId: string, channel: string): Promise<void>;
  stop(channel: string): Promise<void>;
  /** A sound has ended. */
  ended(playback: string, done: boolean): Promise<void>;
};

const SOUND = 'call-recorded';
/** Asterisk's clock and ours, and the frame that is being played. */
const TOLERANCE_MS = 250;

export function openNotices({ request, connection, onPlayed }: NoticesOptions): Notices {
  const playing = new Map<string, { callId: string; channel: string; startedAt: number }>();

  /** How long it lasts; null if there is none, and then nothing may be recorded. */
  async function lengthMs(): Promise<number | null> {
    const sounds = path.join(path.dirname(connection().spool), 'data/sounds/strowger');
    const file = await stat(path.join(sounds, `${SOUND}.wav`)).catch(() => null);
    return file && phoneSeconds(file.size) * 1000;
  }

  return {
    async play(callId, channel) {
      const playback = `notice-${newId()}`;
      playing.set(playback, { callId, channel, startedAt: performance.now() });
      const where = `channels/${encodeURIComponent(channel)}/play/${playback}`;
      if (
        (await lengthMs()) !== null &&
        (await request('POST', where, { media: `sound:strowger/${SOUND}` })).status < 300
      )
        return;
      playing.delete(playback);
      onPlayed(callId, channel, false);
    },
    async stop(channel) {
      for (const [playback, known] of playing) {
        if (known.channel !== channel) continue;
        playing.delete(playback);
        await request('DELETE', `playbacks/${playback}`);
      }
    },
    /** What Asterisk calls done may have been cut short, or may have had no file: only the time that it took tells. */
    async ended(playback, done) {
      const known = playing.get(playback);
      if (!known) return;
      playing.delete(playback);
      const took = performance.now() - known.startedAt;
      const whole = await lengthMs();
      onPlayed(known.callId, known.channel, done && whole !== null && took >= whole - TOLERANCE_MS);
    },
  };
}

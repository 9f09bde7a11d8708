import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { VoiceConnection } from '../../asterisk/connection.ts';
import type { StoredSound } from '../../calls/model/mailbox.ts';
import { phoneSeconds } from '../../platform/audio/wav.ts';
import { absentIsNull } from '../../platform/process/system-error.ts';
import { newId } from '../../platform/values/ids.ts';
import type { MediaOf, Request } from '../ari/ari.ts';

export type NoticesOptions = {
  request: Request;
  connection: () => VoiceConnection;
  mediaOf: MediaOf;
  /** `complete`: the party has heard all of it */
  onPlayed: (callId: string, channel: string, complete: boolean) => void;
};

/** Announces to parties that their call is recorded. */
export type Notices = {
  /** `sound`: the tenant's own. If its file is missing, the packaged one is played. */
  play(callId: string, channel: string, sound: StoredSound | null): Promise<void>;
  stop(channel: string): Promise<void>;
  /** Call this when a sound has ended. */
  ended(playback: string, done: boolean): void;
};

type Announcement = { media: string; lengthMs: number };
type Playing = { callId: string; channel: string; startedAt: number; lengthMs: number };

const PACKAGED = 'strowger/call-recorded';
/** Covers the difference between Asterisk's clock and ours, and the frame being played. */
const TOLERANCE_MS = 250;

export function openNotices({ request, connection, mediaOf, onPlayed }: NoticesOptions): Notices {
  const playing = new Map<string, Playing>();

  async function own(sound: StoredSound): Promise<Announcement | null> {
    const media = await mediaOf(sound);
    return media === null ? null : announcement(media, `${media.replace(/^sound:/, '')}.wav`);
  }
  /** Null if it is missing, too. Nothing may be recorded in that case. */
  const packaged = (): Promise<Announcement | null> =>
    announcement(`sound:${PACKAGED}`, path.join(path.dirname(connection().spool), 'data/sounds', `${PACKAGED}.wav`));

  return {
    async play(callId, channel, sound) {
      const found = (sound && (await own(sound))) ?? (await packaged());
      if (!found) return onPlayed(callId, channel, false);
      const { media, lengthMs } = found;
      const playback = `notice-${newId()}`;
      playing.set(playback, { callId, channel, startedAt: performance.now(), lengthMs });
      const { status } = await request('POST', `channels/${encodeURIComponent(channel)}/play/${playback}`, { media });
      if (status < 300) return;
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
    /**
     * Asterisk also says "done" of a sound that was cut short or whose file was lost. So we compare the time that it
     * took.
     */
    ended(playback, done) {
      const known = playing.get(playback);
      if (!known) return;
      playing.delete(playback);
      const took = performance.now() - known.startedAt;
      onPlayed(known.callId, known.channel, done && took >= known.lengthMs - TOLERANCE_MS);
    },
  };
}

/** A sound with its length. Null if the file doesn't exist. */
async function announcement(media: string, file: string): Promise<Announcement | null> {
  const found = await absentIsNull(stat(file));
  return found && { media, lengthMs: phoneSeconds(found.size) * 1000 };
}

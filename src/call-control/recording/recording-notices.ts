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
  /** `complete`: the party has heard it from its beginning to its end */
  onPlayed: (callId: string, channel: string, complete: boolean) => void;
};

/** Tells parties that their call is recorded. */
export type Notices = {
  /** `sound`: the tenant's own. The packaged one is played in its place if its file is missing. */
  play(callId: string, channel: string, sound: StoredSound | null): Promise<void>;
  stop(channel: string): Promise<void>;
  /** A sound has ended. */
  ended(playback: string, done: boolean): void;
};

type Announcement = { media: string; lengthMs: number };
type Playing = { callId: string; channel: string; startedAt: number; lengthMs: number };

const PACKAGED = 'strowger/call-recorded';
/** Asterisk's clock and ours, and the frame that is being played. */
const TOLERANCE_MS = 250;

export function openNotices({ request, connection, mediaOf, onPlayed }: NoticesOptions): Notices {
  const playing = new Map<string, Playing>();

  async function own(sound: StoredSound): Promise<Announcement | null> {
    const media = await mediaOf(sound);
    return media === null ? null : announcement(media, `${media.replace(/^sound:/, '')}.wav`);
  }
  /** Null if there is none at all, and then nothing may be recorded. */
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
    /** What Asterisk calls done may have been cut short, or may have lost its file: only the time that it took tells. */
    ended(playback, done) {
      const known = playing.get(playback);
      if (!known) return;
      playing.delete(playback);
      const took = performance.now() - known.startedAt;
      onPlayed(known.callId, known.channel, done && took >= known.lengthMs - TOLERANCE_MS);
    },
  };
}

/** With how long it lasts; null if there is no such file. */
async function announcement(media: string, file: string): Promise<Announcement | null> {
  const found = await absentIsNull(stat(file));
  return found && { media, lengthMs: phoneSeconds(found.size) * 1000 };
}

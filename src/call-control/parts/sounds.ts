import { ownHoldMusic } from '../../hold-music/hold-music.ts';
import { openStorage, type Storage } from '../../platform/db/storage.ts';
import type { AsteriskAccess } from '../ari/asterisk-access.ts';
import type { ControlOptions } from '../control-options.ts';
import { type HoldMusicLoader, openHoldMusic } from '../music/hold-music.ts';
import { Recorders } from '../recording/recorders.ts';
import { openRecordings, type Recordings } from '../recording/recordings.ts';
import { openVoicemail, type Voicemail } from '../voicemail.ts';
import type { Writers } from '../writing/writers.ts';

/** What calls play and record. */
export type Sounds = {
  storage: Storage;
  music: HoldMusicLoader;
  recordings: Recordings;
  voicemail: Voicemail;
  recorders: Recorders;
};

export function openSounds(
  { db, dataDir, secretKey, log }: ControlOptions,
  { connection, requireConnection, spool, request }: AsteriskAccess,
  { writeBehind }: Writers,
): Sounds {
  const storage = openStorage(dataDir);
  const music = openHoldMusic({
    connection,
    readMusic: () => ownHoldMusic(db),
    storage,
    request,
    log: (err) => log.warn({ err }, 'a tenant’s hold music could not be loaded into Asterisk; trying again'),
  });
  const recordings = openRecordings({ dataDir, storage, request, spool });
  const voicemail = openVoicemail({ db, storage, secretKey, recordings, writeBehind, log });
  const { mediaOf } = recordings;
  const recorders = new Recorders({ db, storage, request, connection: requireConnection, mediaOf, log });
  return { storage, music, recordings, voicemail, recorders };
}

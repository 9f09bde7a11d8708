import type { VoiceConnection } from '../../asterisk/connection.ts';
import type { OwnMusic } from '../../hold-music/hold-music.ts';
import type { Storage } from '../../platform/db/storage.ts';
import { HOUR_MS } from '../../platform/time/durations.ts';
import type { Request } from '../ari/ari.ts';
import { reloadModule } from '../ari/reload-module.ts';
import { GATHER_MS, coalesceWork } from '../writing/coalesced-work.ts';
import { placeMusic, removeUnused, writeClasses, writeClassesFile } from './music-folder.ts';

export type HoldMusicOptions = {
  connection: () => VoiceConnection | undefined;
  readMusic: () => Promise<OwnMusic[]>;
  storage: Storage;
  request: Request;
  log: (error: unknown) => void;
};

/** Loads the tenants' own hold music into Asterisk. */
export type HoldMusicLoader = {
  /** Call this when music was chosen or converted, or Asterisk has started. */
  refresh(): void;
  /** The music class of a tenant. Null if the packaged music is played. */
  classOf(tenantId: string | null): string | null;
  stop(): void;
};

/** How often to check for missing files and unused music. */
const LOOK_AGAIN_MS = HOUR_MS;

/**
 * Keeps Asterisk's music classes up to date: a file of classes that its configuration includes, and a folder of sounds
 * for each class. Both remain for its next start. A party on hold keeps hearing the music that it started with. A class
 * without its sound is left out, and Asterisk then plays the packaged music.
 */
export function openHoldMusic(options: HoldMusicOptions): HoldMusicLoader {
  const classes = musicClasses(options);
  const work = coalesceWork(classes.load, options.log);
  const refresh = (): void => {
    if (options.connection()) work.schedule(classes.isLoaded() ? GATHER_MS : 0);
  };
  const looking = setInterval(refresh, LOOK_AGAIN_MS);
  return {
    refresh,
    classOf: classes.classOf,
    stop() {
      clearInterval(looking);
      work.stop();
    },
  };
}

/** The music classes in Asterisk. `load` updates them. */
export function musicClasses({ connection, readMusic, storage, request, log }: HoldMusicOptions) {
  let loaded: { by: VoiceConnection; text: string; tenants: ReadonlySet<string> } | undefined;
  const unused = new Map<string, number>();

  return {
    isLoaded: () => loaded !== undefined,
    classOf: (tenantId: string | null) => (tenantId !== null && loaded?.tenants.has(tenantId) ? tenantId : null),
    async load(): Promise<void> {
      const to = connection();
      if (!to?.musicFolder) return;
      const placed: OwnMusic[] = [];
      for (const music of await readMusic()) {
        if (await placeMusic(to.musicFolder, storage, music)) placed.push(music);
        else log(new Error(`The hold music of the tenant ${music.tenantId} is missing.`));
      }
      const text = writeClasses(to.musicFolder, placed);
      if (loaded?.by !== to || loaded.text !== text) {
        await writeClassesFile(to.musicFolder, text);
        await reloadModule(request, 'res_musiconhold.so');
        loaded = { by: to, text, tenants: new Set(placed.map(({ tenantId }) => tenantId)) };
      }
      await removeUnused(to.musicFolder, placed, unused, Date.now());
    },
  };
}

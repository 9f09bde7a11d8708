import type { VoiceConnection } from '../asterisk/connection.ts';
import type { OwnMusic } from '../hold-music/hold-music.ts';
import type { Storage } from '../platform/db/storage.ts';
import { HOUR_MS } from '../platform/values/durations.ts';
import { GATHER_MS, gatherWork } from './gathered-work.ts';
import { placeMusic, removeUnused, writeClasses, writeClassesFile } from './music-folder.ts';
import type { Request } from './ari/ari.ts';

export type HoldMusicOptions = {
  connection: () => VoiceConnection | undefined;
  readMusic: () => Promise<OwnMusic[]>;
  storage: Storage;
  request: Request;
  log: (error: unknown) => void;
};

/** Gives Asterisk the tenants' own hold music. */
export type HoldMusicLoader = {
  /** Music has been chosen or converted, or Asterisk has been started. */
  refresh(): void;
  /** The class of a tenant's own music; null where the packaged music is played. */
  classOf(tenantId: string | null): string | null;
  stop(): void;
};

/** Files that have gone missing and music that nobody plays any more are noticed by then. */
const LOOK_AGAIN_MS = HOUR_MS;

/**
 * Keeps Asterisk's classes of music true: a file of classes that its configuration includes, and a folder of sounds for each. Both stay for its next
 * start. A party that is on hold hears on what it began to hear. A class whose sound is missing is left out, and then Asterisk plays the packaged music.
 */
export function openHoldMusic(options: HoldMusicOptions): HoldMusicLoader {
  const classes = musicClasses(options);
  const work = gatherWork(classes.load, options.log);
  const refresh = (): void => {
    if (options.connection()) work.due(classes.isLoaded() ? GATHER_MS : 0);
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

/** What Asterisk has of the tenants' music. `load` makes it true again. */
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
        const { status } = await request('PUT', 'asterisk/modules/res_musiconhold.so');
        if (status >= 300) throw new Error(`Asterisk does not read its music again: ${status}`);
        loaded = { by: to, text, tenants: new Set(placed.map(({ tenantId }) => tenantId)) };
      }
      await removeUnused(to.musicFolder, placed, unused, Date.now());
    },
  };
}

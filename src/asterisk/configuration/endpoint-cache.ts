import { z } from 'zod';
import { type AmiAction, sendActions } from '../ami.ts';
import type { VoiceConnection } from '../connection.ts';
import type { Values } from './asterisk-config.ts';

const CACHE = 'memory_cache,object_lifetime_maximum=60,maximum_objects=20000,expire_on_reload=yes';

/** The lines of sorcery.conf that switch the cache on. */
export const cacheValues = (isCached: boolean): Values =>
  isCached
    ? { endpointCache: `endpoint/cache = ${CACHE}`, aorCache: `aor/cache = ${CACHE}` }
    : { endpointCache: '', aorCache: '' };

/** Sent by migrations/functions/endpoint-cache.sql: the names of changed endpoints, or null if there may be too many. */
export const EndpointsNotice = z.object({ endpoints: z.array(z.string()).nullable() });

export type EndpointCache = {
  /** Makes Asterisk read these endpoints and their AORs again. Null: all of them. */
  forget(endpoints: readonly string[] | null): void;
};

/**
 * A look-up that was running at the commit may still cache the old row, so forget it again. A look-up takes at most 3 s
 * (`statement_timeout` in pbx.ts).
 */
const AGAIN_MS = 4000;
/** With more names than this, expire everything, which is one action. */
const MAX_NAMES = 500;

/**
 * Keeps Asterisk's cache up to date. Sends one request at a time. Changes in the meantime are combined into the next
 * one, so that a bulk change needs only a few. While Asterisk is down there is nothing to expire, because it starts
 * with an empty cache.
 */
export function openEndpointCache(
  connection: () => VoiceConnection | undefined,
  log: (error: unknown) => void,
): EndpointCache {
  let waiting = new Set<string>();
  let isAllWaiting = false;
  let isBusy = false;

  async function work(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    while (isAllWaiting || waiting.size > 0) {
      const actions = isAllWaiting || waiting.size > MAX_NAMES ? EXPIRE_ALL : [...waiting].flatMap(expireOne);
      isAllWaiting = false;
      waiting = new Set();
      const to = connection();
      // if this fails, the entries expire within a minute
      if (to) await sendActions(to, actions).catch(log);
    }
    isBusy = false;
  }
  function forget(endpoints: readonly string[] | null): void {
    if (endpoints === null) isAllWaiting = true;
    else for (const name of endpoints) waiting.add(name);
    void work();
  }

  return {
    forget(endpoints) {
      forget(endpoints);
      setTimeout(() => forget(endpoints), AGAIN_MS).unref();
    },
  };
}

const CACHES = ['res_pjsip/endpoint', 'res_pjsip/aor'];

const EXPIRE_ALL: AmiAction[] = CACHES.map((Cache) => ({ Action: 'SorceryMemoryCacheExpire', Cache }));

/** Asterisk returns an error for an object that it has not cached, which does no harm. */
const expireOne = (name: string): AmiAction[] =>
  CACHES.map((Cache) => ({ Action: 'SorceryMemoryCacheExpireObject', Cache, Object: name }));

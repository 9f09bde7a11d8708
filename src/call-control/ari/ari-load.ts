import type { Request } from './ari.ts';

/**
 * A healthy Asterisk responds within milliseconds. A call needs five requests before it is answered, and phones give up
 * after 32 s.
 */
const TOO_LONG_MS = 1000;
/** With fewer pending requests than this, the delay may be our own, for example after the machine was suspended. */
const FEW = 16;

export type AriLoad = {
  /** The given request function, with its pending requests tracked. */
  request: Request;
  /** Whether requests wait so long that each further call would delay all calls. */
  isOverloaded: () => boolean;
};

export function openAriLoad(ask: Request, now: () => number = Date.now): AriLoad {
  // in order of their start
  const waiting = new Map<symbol, number>();
  return {
    async request(...request) {
      const one = Symbol('request');
      waiting.set(one, now());
      try {
        return await ask(...request);
      } finally {
        waiting.delete(one);
      }
    },
    isOverloaded() {
      const [oldest] = waiting.values();
      return waiting.size > FEW && oldest !== undefined && now() - oldest > TOO_LONG_MS;
    },
  };
}

import type { Request } from './ari.ts';

/** An Asterisk that keeps up answers within milliseconds. A call asks five times before it is answered, and phones give up after 32 s. */
const TOO_LONG_MS = 1000;
/** No more than this may only have waited for us, for example while this machine was suspended. */
const FEW = 16;

export type AriLoad = {
  /** The given request, measured. */
  request: Request;
  /** Whether requests wait too long for their answers, so that each further call would delay all calls. */
  isTooMuch: () => boolean;
};

export function openAriLoad(ask: Request, now: () => number = Date.now): AriLoad {
  // the oldest first
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
    isTooMuch() {
      const [oldest] = waiting.values();
      return waiting.size > FEW && oldest !== undefined && now() - oldest > TOO_LONG_MS;
    },
  };
}

import { minuteOf, secondsToNextMinute } from './minutes.ts';
import { requestsToTake } from './rules.ts';
import type { Taken } from './sql.ts';

/** Whether a request is admitted, and the state of its key's limit. */
export type Admitted = {
  admitted: boolean;
  /** How many requests are left in this minute, as far as this process knows. */
  left: number;
  /** Seconds until the next minute, at least 1. */
  resetSeconds: number;
};

type Share = { minute: number; own: number; leftOfAll: number; taking: Promise<void> | null };

/**
 * Counts the requests of each key and minute across processes. Each process takes a share of the remaining requests from the database; the fewer are
 * left, the smaller the share.
 */
export function openRequestLimit(
  take: (keyId: string, wanted: number, most: number) => Promise<Taken>,
  now: () => number = Date.now,
) {
  const shares = new Map<string, Share>();

  function shareOf(keyId: string, most: number): Share {
    const minute = minuteOf(now());
    const found = shares.get(keyId);
    if (found?.minute === minute) return found;
    // drop earlier minutes, so that the map contains only keys in use
    for (const [id, share] of shares) if (share.minute < minute) shares.delete(id);
    const share: Share = { minute, own: 0, leftOfAll: most, taking: null };
    shares.set(keyId, share);
    return share;
  }

  async function refill(keyId: string, share: Share, most: number): Promise<void> {
    const { granted, taken } = await take(keyId, requestsToTake(share.leftOfAll), most);
    share.own += granted;
    share.leftOfAll = granted === 0 ? 0 : most - taken;
  }

  return async function admit(keyId: string, most: number): Promise<Admitted> {
    const share = shareOf(keyId, most);
    const resetSeconds = secondsToNextMinute(now());
    while (share.own === 0 && share.leftOfAll > 0) {
      // concurrent requests wait for the same query
      share.taking ??= refill(keyId, share, most).finally(() => (share.taking = null));
      await share.taking;
    }
    if (share.own === 0) return { admitted: false, left: 0, resetSeconds };
    share.own -= 1;
    return { admitted: true, left: share.own + share.leftOfAll, resetSeconds };
  };
}

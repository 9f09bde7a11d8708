import { minuteOf, secondsToNextMinute } from './minutes.ts';
import { requestsToTake } from './rules.ts';
import type { Taken } from './sql.ts';

/** What a request may know of its key's limit, and whether it is let in. */
export type Admitted = {
  admitted: boolean;
  /** How many are left in this minute, as far as this process knows. */
  left: number;
  /** Seconds until the next minute, at least 1. */
  resetSeconds: number;
};

type Share = { minute: number; own: number; leftOfAll: number; taking: Promise<void> | null };

/**
 * Counts the requests of each key in the minute, across processes: each takes a share of those that are left from the database, the smaller the
 * fewer are left.
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
    // keys of earlier minutes go, so that the map holds only those in use
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
      // those that come meanwhile wait for the same answer
      share.taking ??= refill(keyId, share, most).finally(() => (share.taking = null));
      await share.taking;
    }
    if (share.own === 0) return { admitted: false, left: 0, resetSeconds };
    share.own -= 1;
    return { admitted: true, left: share.own + share.leftOfAll, resetSeconds };
  };
}

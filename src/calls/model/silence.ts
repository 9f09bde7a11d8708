/** How long things may last, in milliseconds. */
export type CallLimits = {
  /** a call that is no emergency call */
  longest: number;
  /** without sound from a phone before it is asked whether it is still there */
  silence: number;
};

/** A phone that responds when it is asked, but has sent nothing for this many times the limit, has lost the call. */
const OVER_AFTER = 60;
/** A phone that answered is asked again after this many times the limit: it may be muted, or on hold. */
const ASKED_EVERY = 5;

/** How many packets a party had sent when they last became more, and when that was. */
export type PacketCount = { packets: number; at: number; askedAt: number | null };

export type Verdict = 'speaks' | 'quiet' | 'ask' | 'over';

/** What to make of a party that has sent so many packets by now. */
export function judgeSilence(
  before: PacketCount | undefined,
  packets: number,
  now: number,
  limit: number,
): { count: PacketCount; verdict: Verdict } {
  if (before === undefined || packets !== before.packets)
    return { count: { packets, at: now, askedAt: null }, verdict: 'speaks' };
  const quietFor = now - before.at;
  if (quietFor < limit) return { count: before, verdict: 'quiet' };
  if (quietFor >= OVER_AFTER * limit) return { count: before, verdict: 'over' };
  const isDue = before.askedAt === null || now - before.askedAt >= ASKED_EVERY * limit;
  return isDue ? { count: { ...before, askedAt: now }, verdict: 'ask' } : { count: before, verdict: 'quiet' };
}

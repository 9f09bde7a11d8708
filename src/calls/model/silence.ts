/** Time limits of calls, in milliseconds. */
export type CallLimits = {
  /** how long a call may last, unless it is an emergency call */
  longest: number;
  /** how long a phone may send no audio before it is asked whether it is still there */
  silence: number;
};

/** After this many times the limit without audio, the call ends, even if the phone responds when asked. */
const OVER_AFTER = 60;
/** A phone that responded is asked again after this many times the limit. It may be muted or on hold. */
const ASKED_EVERY = 5;

/** How many packets a party has sent, when that number last grew, and when the phone was last asked. */
export type PacketCount = { packets: number; at: number; askedAt: number | null };

export type Verdict = 'speaks' | 'quiet' | 'ask' | 'over';

/** Decides what to do about a party, from the number of packets that it has sent so far. */
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

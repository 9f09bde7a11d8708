import { type Call, legsOf } from '../calls/model/call.ts';

/** Channels that only calls for help get: one for the phone and one for the carrier, for ten at once. */
const FOR_HELP = 20;

/**
 * How many more channels other calls may have: without a free port Asterisk takes no call at all, 911 included. Below zero once there are too many. `channels`
 * is null where an older release has started Asterisk.
 */
export function roomFor(calls: Iterable<Call>, channels: number | null): number {
  if (channels === null) return Infinity;
  let used = 0;
  for (const call of calls) used += 1 + legsOf(call).length;
  return channels - Math.min(FOR_HELP, Math.floor(channels / 4)) - used;
}

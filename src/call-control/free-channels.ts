import { type Call, legsOf } from '../calls/model/call.ts';

/**
 * The channels that are reserved for emergency calls: one for the phone and one for the carrier, for ten calls at once.
 */
const FOR_HELP = 20;

/**
 * How many channels other calls may still use. Without a free port Asterisk accepts no call at all, 911 included. Below
 * zero if too many are in use. `channels`: null if an older release started Asterisk.
 */
export function countFreeChannels(calls: Iterable<Call>, channels: number | null): number {
  if (channels === null) return Infinity;
  let used = 0;
  for (const call of calls) used += 1 + legsOf(call).length;
  return channels - Math.min(FOR_HELP, Math.floor(channels / 4)) - used;
}

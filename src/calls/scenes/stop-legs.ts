import { legsEnded, saveLegs } from '../model/billed-legs.ts';
import type { CallFacts } from '../model/call-facts.ts';
import type { CallPath } from '../model/call-path.ts';
import { type Admitted, type Call, carried, isUp, type Scene } from '../model/call.ts';
import type { Command } from '../model/command.ts';
import { returnLines } from '../model/held-lines.ts';
import { rang } from '../model/legs.ts';
import { CAUSE } from '../rules.ts';

const CAUSE_OF = { cancelled: CAUSE.noAnswer, answered_elsewhere: CAUSE.answeredElsewhere } as const;

/** Stops the legs that still ring, because nobody answered or somebody answered elsewhere. */
export function stopLegs(
  { legs, facts: before, path }: Scene<'dialling'>,
  result: keyof typeof CAUSE_OF,
  at: string,
): { facts: CallFacts; path: CallPath; commands: Command[] } {
  const facts = legsEnded(before, legs, at);
  const stop = legs.map(({ channel }): Command => ({ type: 'hangUp', channel, cause: CAUSE_OF[result] }));
  return {
    facts,
    path: [...path, ...legs.map((leg) => rang(leg, result, at))],
    commands: [...stop, ...saveLegs(before, facts)],
  };
}

/** Stops what rings after nobody answered, and leaves only the caller. Returns the call without its legs, and the commands. */
export function leaveAlone(call: Call, scene: Scene<'dialling'>, at: string): { alone: Admitted; commands: Command[] } {
  const { facts, path, commands } = stopLegs(scene, 'cancelled', at);
  return {
    alone: { ...carried(scene), facts, path },
    commands: [
      ...commands,
      ...returnLines(scene, null, facts),
      ...leaveEarlyMedia(call, scene),
      ...stopRingback(call, scene, scene.ringbackSent),
    ],
  };
}

/** Takes a caller who heard a carrier's early media out of the bridge, since nothing can be played or recorded there. */
export const leaveEarlyMedia = (
  { caller }: Call,
  { earlyMediaBridged, facts }: Pick<Scene<'dialling'>, 'earlyMediaBridged' | 'facts'>,
): Command[] => (earlyMediaBridged ? [{ type: 'leave', bridge: facts.id, channels: [caller] }] : []);

/** On an answered call, ringback is a tone that we play. */
export const stopRingback = ({ caller: channel }: Call, admitted: Admitted, rings: boolean): Command[] =>
  rings && isUp(admitted) ? [{ type: 'stopRinging', channel }] : [];

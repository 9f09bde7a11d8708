import { type AriChannel, callOfLeg } from '../ari/ari-events.ts';

/** The channels and bridges of Asterisk. */
export type Snapshot = { channels: AriChannel[]; bridges: { id: string; channels: string[] }[] };

export const legsIn = ({ channels }: Snapshot, call: string): AriChannel[] =>
  channels.filter(({ id }) => callOfLeg(id) === call);

/** The highest number in the names of these legs. Their call has had at least that many. */
export const highestNumber = (legs: readonly AriChannel[]): number =>
  Math.max(0, ...legs.map(({ id }) => Number(id.slice(id.lastIndexOf('.') + 1))));

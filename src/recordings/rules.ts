import type { Direction } from '../calls/contract.ts';
import type { RecordingCause } from './contract.ts';

/** What decides whether a call is recorded by itself. */
export type Recordable = {
  direction: Direction;
  /** the tenant's number that was called from outside */
  didId: string | null;
  /** the tenant's extensions that talk */
  extensions: readonly { recordCalls: boolean; recordDirections: readonly Direction[] }[];
  /** the numbers whose calls are recorded */
  recordedDidIds: readonly string[];
};

/** Why a call is recorded that nobody has asked to record; null if it is not. */
export function automaticCause({
  direction,
  didId,
  extensions,
  recordedDidIds,
}: Recordable): Exclude<RecordingCause, 'on_demand'> | null {
  if (extensions.some((each) => each.recordCalls && each.recordDirections.includes(direction))) return 'extension';
  return direction === 'inbound' && didId !== null && recordedDidIds.includes(didId) ? 'number' : null;
}

/** Hearing a recording in pieces, or again within this time, counts as listening once. */
export const LISTENS_AGAIN_MS = 10 * 60 * 1000;

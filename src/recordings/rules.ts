import type { Direction } from '../calls/contract.ts';
import type { RecordingCause } from './contract.ts';

/** The facts that decide whether a call is recorded automatically. */
export type Recordable = {
  direction: Direction;
  /** the tenant's number that an inbound call reached */
  didId: string | null;
  /** the tenant's extensions that talk */
  extensions: readonly { recordCalls: boolean; recordDirections: readonly Direction[] }[];
  /** the numbers whose calls are to be recorded */
  recordedDidIds: readonly string[];
};

/** Why a call is recorded automatically. Null if it is not. */
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

import type { RecordingCause, RecordingFailure } from '../../src/recordings/contract.ts';
import { displayNumber } from '../../src/platform/values/phone.ts';

export const CAUSE_LABELS: Record<RecordingCause, string> = {
  extension: 'Extension',
  number: 'Number',
  on_demand: 'On demand',
};

export const FAILURE_LABELS: Record<RecordingFailure, string> = {
  announcement: 'The announcement couldn’t be played',
  no_sound: 'No sound was recorded',
};

/** An extension's number as dialled, an outside number in readable form. */
export const partyLabel = (number: string): string => (number.startsWith('+') ? displayNumber(number) : number);

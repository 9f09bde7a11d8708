import type { RecordingCause, RecordingFailure } from '../../src/recordings/contract.ts';

export const CAUSE_LABELS: Record<RecordingCause, string> = {
  extension: 'Extension',
  number: 'Number',
  on_demand: 'On demand',
};

export const FAILURE_LABELS: Record<RecordingFailure, string> = {
  announcement: 'The announcement couldn’t be played',
  no_sound: 'No sound was recorded',
};

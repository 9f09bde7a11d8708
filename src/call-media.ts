import type { CallMedia } from './calls/history-record.ts';
import { recordingsOfCalls } from './recordings/recordings.ts';

/** What the history links calls to: each slice that has something of a call is one line. */
export const CALL_MEDIA: CallMedia = { recordings: recordingsOfCalls };

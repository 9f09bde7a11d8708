import type { CallMedia } from './calls/history/record.ts';
import { recordingsOfCalls } from './recordings/recordings.ts';
import { messagesOfCalls } from './voicemail/voicemails.ts';

/** What the history links calls to, one line per slice. */
export const CALL_MEDIA: CallMedia = {
  recordings: recordingsOfCalls,
  voicemails: messagesOfCalls,
};

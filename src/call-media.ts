import type { CallMedia } from './calls/history/record.ts';
import { recordingsOfCalls } from './recordings/recordings.ts';
import { messagesOfCalls } from './voicemail/voicemails.ts';

/** What the history links calls to: each slice that has something of a call is one line. */
export const CALL_MEDIA: CallMedia = {
  recordings: recordingsOfCalls,
  voicemails: messagesOfCalls,
};

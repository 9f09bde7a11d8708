import { endpoint } from '../platform/http/endpoint.ts';
import { Transcript } from './contract.ts';

export const getVoicemailTranscript = endpoint({
  id: 'getVoicemailTranscript',
  method: 'GET',
  path: '/tenants/{tenantId}/voicemails/{voicemailId}/transcript',
  scope: 'tenant',
  permission: 'voicemail.read',
  summary: 'Read a voicemail message',
  description:
    'What was said in the message. 404 if the installation had no speech service (`SPEECH_URL`) when the message was left.',
  response: Transcript,
});

export const retryVoicemailTranscript = endpoint({
  id: 'retryVoicemailTranscript',
  method: 'POST',
  path: '/tenants/{tenantId}/voicemails/{voicemailId}/transcript',
  scope: 'tenant',
  permission: 'voicemail.write',
  summary: 'Ask for a transcript again',
  description: 'Has the speech service try again after it failed. Otherwise nothing changes.',
  response: Transcript,
});

export const getRecordingTranscript = endpoint({
  id: 'getRecordingTranscript',
  method: 'GET',
  path: '/tenants/{tenantId}/recordings/{recordingId}/transcript',
  scope: 'tenant',
  permission: 'recordings.read',
  summary: 'Read a recording',
  description:
    'What both sides said. 404 if the installation had no speech service (`SPEECH_URL`) when the recording ended. What was said while it was paused isn’t included.',
  response: Transcript,
});

export const retryRecordingTranscript = endpoint({
  id: 'retryRecordingTranscript',
  method: 'POST',
  path: '/tenants/{tenantId}/recordings/{recordingId}/transcript',
  scope: 'tenant',
  permission: 'recordings.write',
  summary: 'Ask for a recording’s transcript again',
  description: 'Has the speech service try again after it failed. Otherwise nothing changes.',
  response: Transcript,
});

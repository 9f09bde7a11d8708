import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors } from '../platform/http/errors.ts';
import {
  RecordingDetail,
  recordingErrors,
  RecordingList,
  RecordingOrder,
  RecordingQuery,
  RecordingSettings,
  RecordingSettingsPatch,
} from './contract.ts';

export const listRecordings = endpoint({
  id: 'listRecordings',
  method: 'GET',
  path: '/tenants/{tenantId}/recordings',
  scope: 'tenant',
  permission: 'recordings.read',
  summary: 'List recordings',
  description:
    'The tenant’s recorded calls, newest first. A transferred call has one for each part. A `tenant_user` sees those of their own extension if an admin allows it, and otherwise none.',
  query: RecordingQuery,
  response: RecordingList,
});

export const getRecording = endpoint({
  id: 'getRecording',
  method: 'GET',
  path: '/tenants/{tenantId}/recordings/{recordingId}',
  scope: 'tenant',
  permission: 'recordings.read',
  summary: 'Get a recording',
  description: 'One recording, with its loudness over time and without its sound.',
  response: RecordingDetail,
});

export const getRecordingAudio = endpoint({
  id: 'getRecordingAudio',
  method: 'GET',
  path: '/tenants/{tenantId}/recordings/{recordingId}/audio',
  scope: 'tenant',
  permission: 'recordings.read',
  summary: 'Listen to a recording',
  description:
    'The sound: a stereo WAV file with the caller on the left and the other side on the right. Supports one byte range. Who listens is in the audit log. 404 before the recording is ready.',
  download: { mediaType: 'audio/wav' },
});

export const deleteRecording = endpoint({
  id: 'deleteRecording',
  method: 'DELETE',
  path: '/tenants/{tenantId}/recordings/{recordingId}',
  scope: 'tenant',
  permission: 'recordings.write',
  summary: 'Delete a recording',
  description: 'Deletes the recording and its sound for good. Stop one that is still running first.',
  errors: pickErrors(recordingErrors, 'recording_running'),
});

export const getRecordingSettings = endpoint({
  id: 'getRecordingSettings',
  method: 'GET',
  path: '/tenants/{tenantId}/recording-settings',
  scope: 'tenant',
  permission: 'recording-settings.read',
  summary: 'Get the recording settings',
  description: 'How the tenant’s calls are recorded. Which extensions are recorded is a setting of each extension.',
  response: RecordingSettings,
});

export const editRecordingSettings = endpoint({
  id: 'editRecordingSettings',
  method: 'PATCH',
  path: '/tenants/{tenantId}/recording-settings',
  scope: 'tenant',
  permission: 'recordings.write',
  summary: 'Change the recording settings',
  description:
    'Applies to calls that are answered from now on. Recordings older than `retentionDays` are deleted within the hour.',
  body: RecordingSettingsPatch,
  response: RecordingSettings,
  headers: ['If-Match'],
});

export const recordLiveCall = endpoint({
  id: 'recordLiveCall',
  method: 'POST',
  path: '/tenants/{tenantId}/live-calls/{callId}/recording',
  scope: 'tenant',
  permission: 'recordings.write',
  summary: 'Record a call in progress',
  description:
    'Starts, pauses, resumes or stops the recording of a call. `start` plays the announcement first. An emergency call is never recorded.',
  body: RecordingOrder,
  status: 202,
  errors: pickErrors(recordingErrors, 'not_recordable', 'not_recorded'),
});

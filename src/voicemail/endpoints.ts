import { planErrors } from '../number-plan/contract.ts';
import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors } from '../platform/http/errors.ts';
import {
  GreetingPut,
  Mailbox,
  MailboxCreate,
  MailboxList,
  MailboxPatch,
  MailboxQuery,
  MAX_GREETING_BYTES,
  Voicemail,
  voicemailErrors,
  VoicemailList,
  VoicemailPatch,
  VoicemailQuery,
} from './contract.ts';

export const listMailboxes = endpoint({
  id: 'listMailboxes',
  method: 'GET',
  path: '/tenants/{tenantId}/mailboxes',
  scope: 'tenant',
  permission: 'mailboxes.read',
  summary: 'List mailboxes',
  description: 'The mailboxes of extensions, and shared ones, with how many messages are in them.',
  query: MailboxQuery,
  response: MailboxList,
});

export const createMailbox = endpoint({
  id: 'createMailbox',
  method: 'POST',
  path: '/tenants/{tenantId}/mailboxes',
  scope: 'tenant',
  permission: 'mailboxes.write',
  summary: 'Add a shared mailbox',
  description:
    'A mailbox with its own number. An extension doesn’t need one of these: it gets its mailbox by `voicemailEnabled`.',
  body: MailboxCreate,
  response: Mailbox,
  status: 201,
  errors: planErrors,
});

export const getMailbox = endpoint({
  id: 'getMailbox',
  method: 'GET',
  path: '/tenants/{tenantId}/mailboxes/{mailboxId}',
  scope: 'tenant',
  permission: 'mailboxes.read',
  summary: 'Get a mailbox',
  description: 'Returns one mailbox of the tenant, with its numbers of messages.',
  response: Mailbox,
});

export const editMailbox = endpoint({
  id: 'editMailbox',
  method: 'PATCH',
  path: '/tenants/{tenantId}/mailboxes/{mailboxId}',
  scope: 'tenant',
  permission: 'mailboxes.write',
  summary: 'Change a mailbox',
  description: 'Changes the fields that are sent. They apply to the next message.',
  body: MailboxPatch,
  response: Mailbox,
  headers: ['If-Match'],
});

export const deleteMailbox = endpoint({
  id: 'deleteMailbox',
  method: 'DELETE',
  path: '/tenants/{tenantId}/mailboxes/{mailboxId}',
  scope: 'tenant',
  permission: 'mailboxes.write',
  summary: 'Delete a shared mailbox',
  description: 'Its messages are deleted with it. The mailbox of an extension is deleted with the extension.',
  headers: ['If-Match'],
  errors: pickErrors(voicemailErrors, 'mailbox_of_extension'),
});

export const getGreeting = endpoint({
  id: 'getGreeting',
  method: 'GET',
  path: '/tenants/{tenantId}/mailboxes/{mailboxId}/greeting',
  scope: 'tenant',
  permission: 'mailboxes.read',
  summary: 'Get the greeting of a mailbox',
  description: 'The sound that callers hear. 404 while they hear the standard greeting.',
  download: { mediaType: 'audio/wav' },
});

export const putGreeting = endpoint({
  id: 'putGreeting',
  method: 'PUT',
  path: '/tenants/{tenantId}/mailboxes/{mailboxId}/greeting',
  scope: 'tenant',
  permission: 'mailboxes.write',
  summary: 'Set the greeting of a mailbox',
  description:
    'Any WAV file (PCM, 8 to 32 bits or floating point, any sampling rate, mono or stereo), at most two minutes long. It is stored as phones play it: mono, 8 kHz, 16 bits.',
  body: GreetingPut,
  bodyTypes: ['audio/wav'],
  maxBytes: MAX_GREETING_BYTES,
  response: Mailbox,
});

export const deleteGreeting = endpoint({
  id: 'deleteGreeting',
  method: 'DELETE',
  path: '/tenants/{tenantId}/mailboxes/{mailboxId}/greeting',
  scope: 'tenant',
  permission: 'mailboxes.write',
  summary: 'Delete the greeting of a mailbox',
  description: 'Deletes the mailbox’s own greeting. Callers hear the packaged one from then on.',
  response: Mailbox,
});

export const listVoicemails = endpoint({
  id: 'listVoicemails',
  method: 'GET',
  path: '/tenants/{tenantId}/voicemails',
  scope: 'tenant',
  permission: 'voicemail.read',
  summary: 'List voicemail messages',
  description:
    'The messages in all mailboxes of the tenant, newest first. A `tenant_user` sees those of their own extension.',
  query: VoicemailQuery,
  response: VoicemailList,
});

export const getVoicemail = endpoint({
  id: 'getVoicemail',
  method: 'GET',
  path: '/tenants/{tenantId}/voicemails/{voicemailId}',
  scope: 'tenant',
  permission: 'voicemail.read',
  summary: 'Get a voicemail message',
  description: 'Returns one message. Fetch its sound from `/audio`.',
  response: Voicemail,
});

export const editVoicemail = endpoint({
  id: 'editVoicemail',
  method: 'PATCH',
  path: '/tenants/{tenantId}/voicemails/{voicemailId}',
  scope: 'tenant',
  permission: 'voicemail.write',
  summary: 'Mark a voicemail message',
  description: 'As read or unread, or as saved. The message lamp of the phone follows within a second.',
  body: VoicemailPatch,
  response: Voicemail,
  headers: ['If-Match'],
});

export const deleteVoicemail = endpoint({
  id: 'deleteVoicemail',
  method: 'DELETE',
  path: '/tenants/{tenantId}/voicemails/{voicemailId}',
  scope: 'tenant',
  permission: 'voicemail.write',
  summary: 'Delete a voicemail message',
  description: 'The message and its sound are gone for good.',
  headers: ['If-Match'],
});

export const getVoicemailAudio = endpoint({
  id: 'getVoicemailAudio',
  method: 'GET',
  path: '/tenants/{tenantId}/voicemails/{voicemailId}/audio',
  scope: 'tenant',
  permission: 'voicemail.read',
  summary: 'Listen to a voicemail message',
  description:
    'The sound, a WAV file. Supports one byte range. Reading it does not mark the message as read. Who listens is in the audit log, except for the mailbox’s own user.',
  download: { mediaType: 'audio/wav' },
});

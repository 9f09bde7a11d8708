import { listMailboxes, listVoicemails } from '../../src/voicemail/endpoints.ts';
import type { ListSearch } from '../kit/lists/search.ts';
import { apiList } from '../kit/session/queries.ts';
import type { VoicemailSearch } from './voicemail-search.ts';

export const voicemailList = (tenantId: string, search: VoicemailSearch) =>
  apiList(listVoicemails, {
    params: { tenantId },
    search,
    filter: { read: search.read, mailboxId: search.mailboxId },
  });

export const mailboxesList = (tenantId: string, search: ListSearch) =>
  apiList(listMailboxes, { params: { tenantId }, search });

import { compact, type ListSearch, oneOf, type Raw, readListSearch, textOf } from '../kit/lists/search.ts';

export type VoicemailSearch = ListSearch & { read?: 'true' | 'false' | undefined; mailboxId?: string | undefined };

export function readVoicemailSearch(raw: Raw): VoicemailSearch {
  return compact({
    ...readListSearch(raw),
    read: oneOf(raw.read, ['true', 'false']),
    mailboxId: textOf(raw.mailboxId),
  });
}

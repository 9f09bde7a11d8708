import { compact, type ListSearch, type Raw, readListSearch } from '../kit/lists/search.ts';

/** `call`: the id of a call, whose recordings alone are listed. */
export type RecordingsSearch = ListSearch & { call?: string | undefined };

export const readRecordingsSearch = (raw: Raw): RecordingsSearch =>
  compact({ ...readListSearch(raw), call: /^[0-9a-f-]{36}$/.test(String(raw.call)) ? String(raw.call) : undefined });

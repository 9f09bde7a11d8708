import { compact, type ListSearch, type Raw, readListSearch } from '../kit/lists/search.ts';

/** `call`: lists only the recordings of the call with this id. */
export type RecordingsSearch = ListSearch & { call?: string | undefined };

export const readRecordingsSearch = (raw: Raw): RecordingsSearch =>
  compact({ ...readListSearch(raw), call: /^[0-9a-f-]{36}$/.test(String(raw.call)) ? String(raw.call) : undefined });

import { RESULTS } from '../../src/api-requests/results-contract.ts';
import { compact, type ListSearch, oneOf, type Raw, readListSearch, textOf } from '../kit/lists/search.ts';

export type RequestsSearch = ListSearch & {
  keyId?: string | undefined;
  result?: (typeof RESULTS)[number] | undefined;
};

export const readRequestsSearch = (raw: Raw): RequestsSearch =>
  compact({ ...readListSearch(raw), keyId: textOf(raw.keyId), result: oneOf(raw.result, RESULTS) });

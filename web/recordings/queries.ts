import { listRecordings } from '../../src/recordings/endpoints.ts';
import { apiList } from '../kit/session/queries.ts';
import type { RecordingsSearch } from './recordings-search.ts';

export const recordingsList = (tenantId: string, { call, ...search }: RecordingsSearch) =>
  apiList(listRecordings, { params: { tenantId }, search, filter: { callId: call } });

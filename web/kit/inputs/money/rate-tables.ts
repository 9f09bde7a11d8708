import { listRateTables } from '../../../../src/rates/endpoints.ts';
import { apiQuery } from '../../session/queries.ts';

export const rateTablesQuery = apiQuery(listRateTables, { query: { limit: 200 } });

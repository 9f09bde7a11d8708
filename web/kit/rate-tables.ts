import { listRateTables } from '../../src/rates/endpoints.ts';
import { apiQuery } from './queries.ts';

export const rateTablesQuery = apiQuery(listRateTables, { query: { limit: 200 } });

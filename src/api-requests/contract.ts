import { z } from 'zod';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { count, idOf, text, time } from '../platform/values/fields.ts';
import { RESULTS } from './results-contract.ts';

export const RETENTION_DAYS = 7;

/** A `total` of this means at least as many. */
export const MAX_COUNTED = 1000;

export const ApiRequest = z
  .object({
    id: z.uuid().meta({
      description: 'The id of the request: the `Request-Id` of its response, also in its entries of the audit log.',
      examples: ['01994f2b-7c3a-7e51-9d20-8a4c1f6be330'],
    }),
    at: time('When the request arrived.'),
    method: text('The HTTP method of the request.', 'GET'),
    route: text(
      'The requested route, with the names of parameters instead of their values. Null: there is no such address.',
      '/tenants/{tenantId}/extensions',
    ).nullable(),
    status: count('The status of the response.', 200),
    durationMs: count('How long the response took, in milliseconds.', 12),
    keyId: idOf('API key that was sent'),
    keyName: text('The name of that key now. Null: it was revoked since.', 'CRM sync').nullable(),
    tenantId: idOf('tenant in its path').nullable(),
    represents: count(
      'How many requests it represents: if there are very many in a minute, only some are recorded.',
      1,
    ),
  })
  .meta({ id: 'ApiRequest', description: 'A request that an API key has made.' });
export type ApiRequest = z.infer<typeof ApiRequest>;

export const ApiRequestList = listOf(
  ApiRequest,
  count(
    `How many are recorded. Exact below ${MAX_COUNTED.toLocaleString('en-US')}; from there on it means at least as many.`,
    1,
  ),
);

export const ApiRequestQuery = listQuery(['at'], '-at').extend({
  keyId: idOf('API key').optional().meta({ description: 'Only requests with this key.' }),
  id: z.uuid().optional().meta({ description: 'Only the request with this `Request-Id`.' }),
  result: z.enum(RESULTS).optional().meta({
    description: '`ok`: status below 400. `refused`: 400 to 499. `failed`: 500 and above, which is our fault.',
  }),
});

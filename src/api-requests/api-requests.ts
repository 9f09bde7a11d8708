import type { z } from 'zod';
import type { Tx } from '../platform/db/db.ts';
import { cursorBy } from '../platform/db/keyset.ts';
import { readPage, toPage } from '../platform/http/paging.ts';
import type { ApiRequest, ApiRequestQuery } from './contract.ts';
import * as sql from './sql.ts';

const toRequest = (row: sql.RequestRow): ApiRequest => ({
  id: row.id,
  at: row.at.toISOString(),
  method: row.method,
  route: row.route,
  status: row.status,
  durationMs: row.duration_ms,
  keyId: row.key_id,
  keyName: row.key_name,
  tenantId: row.tenant_id,
  represents: row.represents,
});

/** The requests made with a partner's keys or a tenant's own. The transaction's context must be that partner or tenant. */
export async function listRequests(tx: Tx, by: 'partner' | 'tenant', query: z.output<typeof ApiRequestQuery>) {
  const { keyId, id, result } = query;
  const filter = { by, keyId, id, result };
  const page = readPage<'at'>(query);
  const rows = await sql.listRequests(tx, filter, page);
  return toPage(
    { rows, limit: page.limit, total: await sql.countRequests(tx, filter) },
    cursorBy(sql.BY_TIME),
    toRequest,
  );
}

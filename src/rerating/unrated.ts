import type { z } from 'zod';
import { CHARGE_CLASSES } from '../billing/profiles/terms-contract.ts';
import { CHARGE_REASONS } from '../billing/rating/charge-contract.ts';
import type { Tx } from '../platform/db/db.ts';
import { cursorBy } from '../platform/db/keyset.ts';
import { readPage, toPage } from '../platform/http/paging.ts';
import type { UnratedCall, UnratedCallQuery } from './contract.ts';
import * as sql from './sql.ts';

/** The answered legs of a partner's calls that have no price yet. */
export async function listUnrated(tx: Tx, partnerId: string, query: z.output<typeof UnratedCallQuery>) {
  const page = readPage<'endedAt'>(query);
  const rows = await sql.listUnrated(tx, partnerId, page);
  return toPage(
    { rows, limit: page.limit, total: await sql.countUnrated(tx, partnerId) },
    cursorBy(sql.BY_END),
    toUnrated,
  );
}

const toUnrated = (row: sql.UnratedRow): UnratedCall => ({
  id: row.id,
  callId: row.call_id,
  leg: row.leg,
  tenantId: row.tenant_id,
  tenantName: row.tenant_name,
  number: row.number,
  class: CHARGE_CLASSES.find((known) => known === row.charge_class) ?? null,
  reason: CHARGE_REASONS.find((known) => known === row.reason) ?? null,
  table: row.table_id === null || row.table_name === null ? null : { id: row.table_id, name: row.table_name },
  currency: row.currency,
  billableSeconds: row.billable_seconds,
  endedAt: row.ended_at.toISOString(),
});

import { sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import { allRows, firstRow } from '../../platform/db/rows.ts';
import { digitsOf, searchWords } from '../../platform/db/search.ts';
import type { SuspensionReason, TenantStatus } from '../../status/contract.ts';

export type OperatorTenantRow = {
  tenant_id: string;
  partner_id: string;
  sip_prefix: string;
  status: TenantStatus;
  suspension_reasons: SuspensionReason[];
  operator_reasons: SuspensionReason[];
  purge_at: Date | null;
  purge_started_at: Date | null;
};

export type OperatorTenantSearchRow = {
  tenant_id: string;
  partner_id: string;
  partner_name: string;
  name: string;
  sip_prefix: string;
  status: TenantStatus;
  sandbox: boolean;
};

/** Matching tenants of any partner, or the one with this id. Works only in the operator's context. */
export function findForOperator(
  tx: Tx,
  what: { search: string } | { id: string },
  atMost: number,
): Promise<OperatorTenantSearchRow[]> {
  const [words, digits, id] =
    'id' in what ? [[], null, what.id] : [searchWords(what.search), digitsOf(what.search, null), null];
  const query = sql<OperatorTenantSearchRow>`select t.*, p.name as partner_name
    from find_tenants_for_operator(${words}, ${digits}, ${id}, ${atMost}) t join partners p on p.id = t.partner_id
    order by t.name collate "und-x-icu", t.tenant_id`;
  return allRows(tx, query);
}

export function tenantForOperator(tx: Tx, id: string): Promise<OperatorTenantRow | undefined> {
  return firstRow(tx, sql<OperatorTenantRow>`select * from tenant_for_operator(${id})`);
}

import type { z } from 'zod';
import { printStatement } from '../invoices/documents/files.ts';
import { latestSeller } from '../invoices/invoices.ts';
import type { Tx } from '../platform/db/db.ts';
import { findBillingEmail } from '../platform/db/tenant-owner.ts';
import { BytesResponse } from '../platform/http/responses/bytes-response.ts';
import { entryLabel } from './rules.ts';
import type { StatementQuery } from './statement-contract.ts';
import { readStatement } from './statement.ts';

/** The statement as a PDF, with the partner's details from the tenant's newest invoice, which the tenant already knows. */
export async function statementFile(
  tx: Tx,
  tenant: { id: string; name: string },
  query: z.output<typeof StatementQuery>,
  now: Date,
): Promise<BytesResponse> {
  const { from, to, accounts } = await readStatement(tx, tenant.id, query, now);
  const bytes = await printStatement({
    title: 'Statement of account',
    number: `${from} to ${to}`,
    on: to,
    seller: await latestSeller(tx, tenant.id),
    billedTo: tenant.name,
    billedEmail: await findBillingEmail(tx, tenant.id),
    accounts: accounts.map(({ entries, ...account }) => ({
      ...account,
      entries: entries.map((entry) => ({ ...entry, name: entryLabel(entry) })),
    })),
  });
  return new BytesResponse(bytes, { type: 'application/pdf', name: `statement-${from}-${to}.pdf` });
}

import type { z } from 'zod';
import { documentNumber } from '../../invoices/rules.ts';
import type { Statement, StatementQuery } from '../../payments/statement-contract.ts';
import { MAX_ENTRIES, periodOf, statementOf } from '../../payments/statement.ts';
import type { Tx } from '../../platform/db/db.ts';
import { dayAt } from '../../platform/time/zoned-days.ts';
import * as sql from '../sql.ts';
import { ZONE } from '../terms.ts';

/** What a partner was charged by the operator and what it paid in a period, by default in twelve months. */
export async function readStatement(
  tx: Tx,
  partnerId: string,
  query: z.output<typeof StatementQuery>,
  now: Date,
): Promise<Statement> {
  const period = periodOf(query, dayAt(now.getTime(), ZONE));
  const entries = await sql.listEntries(tx, partnerId, { ...period, atMost: MAX_ENTRIES });
  const balances = await sql.balancesAt(tx, partnerId, period.to);
  return statementOf(period, entries, balances, ({ kind, number }) =>
    documentNumber(kind === 'credit_note' ? 'wholesale_credit_note' : 'wholesale', number),
  );
}

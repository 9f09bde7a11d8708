import { readPlan } from '../billing/profiles/plan.ts';
import { amountText } from '../invoices/invoices.ts';
import { readOverdue } from '../past-due/past-due.ts';
import type { Tx } from '../platform/db/db.ts';
import type { TenantAccount } from './account-contract.ts';
import { balancesAt } from './statement-sql.ts';

/** No limit: entries dated after today count, too. */
const LAST_DAY = '9999-12-31';

/** A tenant's plan, and what it owes. */
export async function readAccount(tx: Tx, tenantId: string, now: Date): Promise<TenantAccount> {
  const plan = await readPlan(tx, tenantId, now);
  const { amounts } = await readOverdue(tx, tenantId, now);
  const balances = (await balancesAt(tx, tenantId, LAST_DAY)).map(({ currency, balance }) => ({
    currency,
    balance: amountText(balance, currency),
    overdue: amounts.find((overdue) => overdue.currency === currency)?.amount ?? amountText(0, currency),
  }));
  return { plan, balances };
}

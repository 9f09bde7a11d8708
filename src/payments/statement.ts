import type { z } from 'zod';
import type { Tx } from '../platform/db/db.ts';
import { tenantZone } from '../platform/db/tenant-owner.ts';
import type { Cell } from '../platform/escape/csv.ts';
import { dayAt } from '../platform/values/zoned-days.ts';
import { amountText } from '../invoices/invoices.ts';
import { documentNumber } from '../invoices/rules.ts';
import { type Statement, STATEMENT_COLUMNS, type StatementQuery } from './statement-contract.ts';
import * as sql from './statement-sql.ts';

const MOST_ENTRIES = 1000;

/** What a tenant was charged and what it paid in a period, by default in twelve months. */
export async function readStatement(
  tx: Tx,
  tenantId: string,
  query: z.output<typeof StatementQuery>,
  now: Date,
): Promise<Statement> {
  const to = query.to ?? dayAt(now.getTime(), await tenantZone(tx, tenantId));
  const from = query.from ?? elevenMonthsBefore(to);
  const entries = Map.groupBy(
    await sql.listEntries(tx, tenantId, { from, to, atMost: MOST_ENTRIES }),
    ({ currency }) => currency,
  );
  const balances = await sql.balancesAt(tx, tenantId, to);
  const accounts = balances.map(({ currency, balance: closing }) => {
    const its = entries.get(currency) ?? [];
    const [first] = its;
    const opening = first ? Number(first.balance) - Number(first.amount) : closing;
    return {
      currency,
      opening: amountText(opening, currency),
      entries: its.map((row) => toEntry(row)),
      closing: amountText(closing, currency),
    };
  });
  return { from, to, accounts };
}

/** The first day of the month that begins eleven months before a day's own. */
function elevenMonthsBefore(day: string): string {
  const first = new Date(`${day.slice(0, 7)}-01T00:00:00Z`);
  first.setUTCMonth(first.getUTCMonth() - 11);
  return first.toISOString().slice(0, 10);
}

function toEntry({ kind, id, day, number, reference, amount, balance, currency }: sql.EntryRow) {
  return {
    kind,
    id,
    day,
    description: documentNumber(kind === 'credit_note' ? 'credit_note' : 'invoice', number),
    reference,
    amount: amountText(amount, currency),
    balance: amountText(balance, currency),
  };
}

export const toRows = ({ accounts }: Statement): Cell[][] =>
  accounts.flatMap(({ currency, entries }) =>
    entries.map((entry) => STATEMENT_COLUMNS.map((column) => ({ ...entry, currency })[column])),
  );

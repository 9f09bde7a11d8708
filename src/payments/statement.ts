import type { z } from 'zod';
import { amountText } from '../invoices/invoices.ts';
import { documentNumber } from '../invoices/rules.ts';
import type { EntryRow } from '../platform/db/account-entries.ts';
import type { Tx } from '../platform/db/db.ts';
import { tenantZone } from '../platform/db/tenant-owner.ts';
import type { Cell } from '../platform/escape/csv.ts';
import { dayAt } from '../platform/time/zoned-days.ts';
import { type Statement, STATEMENT_COLUMNS, type StatementQuery } from './statement-contract.ts';
import * as sql from './statement-sql.ts';

export const MAX_ENTRIES = 1000;

/** The charges and payments of a tenant in a period, by default twelve months. */
export async function readStatement(
  tx: Tx,
  tenantId: string,
  query: z.output<typeof StatementQuery>,
  now: Date,
): Promise<Statement> {
  const period = periodOf(query, query.to ?? (await lastDayOf(tx, tenantId, now)));
  const entries = await sql.listEntries(tx, tenantId, { ...period, atMost: MAX_ENTRIES });
  return statementOf(period, entries, await sql.balancesAt(tx, tenantId, period.to), documentOf);
}

/** Today in the tenant's time zone, or the day of its latest entry: entries are dated in the partner's time zone, which may be a day ahead. */
async function lastDayOf(tx: Tx, tenantId: string, now: Date): Promise<string> {
  const today = dayAt(now.getTime(), await tenantZone(tx, tenantId));
  const lastDay = await sql.lastDay(tx, tenantId);
  return lastDay !== null && lastDay > today ? lastDay : today;
}

/** The requested period; by default twelve months up to today. */
export function periodOf(query: z.output<typeof StatementQuery>, today: string): { from: string; to: string } {
  const to = query.to ?? today;
  return { from: query.from ?? elevenMonthsBefore(to), to };
}

/** The statement of a tenant or a partner. `nameOf` names the document of an entry. */
export function statementOf(
  period: { from: string; to: string },
  rows: readonly EntryRow[],
  balances: readonly { currency: string; balance: string }[],
  nameOf: (row: EntryRow) => string,
): Statement {
  const entries = Map.groupBy(rows, ({ currency }) => currency);
  const accounts = balances.map(({ currency, balance: closing }) => {
    const its = entries.get(currency) ?? [];
    const [first] = its;
    const opening = first ? Number(first.balance) - Number(first.amount) : closing;
    return {
      currency,
      opening: amountText(opening, currency),
      entries: its.map((row) => toEntry(row, nameOf)),
      closing: amountText(closing, currency),
    };
  });
  return { ...period, accounts };
}

const documentOf = ({ kind, number }: EntryRow): string =>
  documentNumber(kind === 'credit_note' ? 'credit_note' : 'invoice', number);

/** The first day of the month eleven months before. */
function elevenMonthsBefore(day: string): string {
  const first = new Date(`${day.slice(0, 7)}-01T00:00:00Z`);
  first.setUTCMonth(first.getUTCMonth() - 11);
  return first.toISOString().slice(0, 10);
}

function toEntry(row: EntryRow, nameOf: (row: EntryRow) => string) {
  const { kind, id, day, reference, amount, balance, currency } = row;
  return {
    kind,
    id,
    day,
    description: nameOf(row),
    reference,
    amount: amountText(amount, currency),
    balance: amountText(balance, currency),
  };
}

/** The entries of all accounts as rows of a CSV file, in one page, because the length of a statement is limited. */
export async function* toPages({ accounts }: Statement): AsyncGenerator<Cell[][]> {
  yield accounts.flatMap(({ currency, entries }) =>
    entries.map((entry) => STATEMENT_COLUMNS.map((column) => ({ ...entry, currency })[column])),
  );
}

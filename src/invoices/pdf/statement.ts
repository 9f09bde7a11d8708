import { BODY, type Head, print, type Sheet, SMALL } from './sheet.ts';

/** A statement of account as it is printed. Amounts are decimal strings, each account in its own currency. */
export type PrintedStatement = Omit<Head, 'facts'> & {
  on: string;
  accounts: readonly {
    currency: string;
    opening: string;
    entries: readonly { day: string; name: string; reference: string; amount: string; balance: string }[];
    closing: string;
  }[];
};

/** The same statement gives the same bytes. */
export function printStatement({ accounts, ...statement }: PrintedStatement): Promise<Buffer> {
  const facts = accounts.map(({ currency, closing }) => ({
    name: `Balance (${currency})`,
    value: balanceText(closing),
  }));
  return print({ ...statement, facts, currency: accounts[0]?.currency ?? '' }, (sheet) => {
    if (accounts.length === 0) sheet.paragraph('Nothing was charged yet.', BODY);
    for (const account of accounts) drawAccount(sheet, account);
  });
}

const COLUMNS = [
  { from: 0, to: 0.14, align: 'left' },
  { from: 0.15, to: 0.64, align: 'left' },
  { from: 0.65, to: 0.81, align: 'right' },
  { from: 0.82, to: 1, align: 'right' },
] as const;
const BOLD = { ...BODY, weight: 'bold' as const };

function drawAccount(
  sheet: Sheet,
  { currency, opening, entries, closing }: PrintedStatement['accounts'][number],
): void {
  drawTitles(sheet, currency);
  sheet.row(COLUMNS, ['', 'Opening balance', '', balanceText(opening)], BODY);
  sheet.y += 4;
  for (const { day, name, reference, amount, balance } of entries) {
    const width = sheet.width * 0.49;
    const detail = reference === '' ? 0 : sheet.pen.height(reference, width, SMALL);
    if (sheet.need(sheet.pen.height(name, width, BODY) + detail)) drawTitles(sheet, currency);
    sheet.row(COLUMNS, [day, name, amount, balanceText(balance)], BODY);
    if (reference !== '') sheet.row(COLUMNS, ['', reference], SMALL);
    sheet.y += 4;
  }
  sheet.need(BODY.size * 3);
  sheet.rule();
  sheet.y += 8;
  sheet.row(COLUMNS, ['', 'Balance', '', `${currency} ${balanceText(closing)}`], BOLD);
  sheet.y += 22;
}

/** Draws the column titles, on each page. */
function drawTitles(sheet: Sheet, currency: string): void {
  sheet.row(COLUMNS, ['Date', 'Entry', `Amount (${currency})`, 'Balance'], SMALL);
  sheet.rule();
  sheet.y += 6;
}

/** A negative balance is shown as credit. */
const balanceText = (balance: string): string => (balance.startsWith('-') ? `${balance.slice(1)} credit` : balance);

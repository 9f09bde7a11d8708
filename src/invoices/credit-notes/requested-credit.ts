import { z } from 'zod';
import { errorFactory } from '../../platform/http/errors.ts';
import { decimalsOf } from '../../platform/values/currencies.ts';
import { minorOf } from '../../platform/values/money.ts';
import { type CreditNoteCreate, invoiceErrors } from '../contract.ts';
import type { TaxableLine } from '../run/taxes.ts';
import type { TaxLine } from '../taxes-contract.ts';
import { type CreditedLine, creditOf, overdrawnLine, restOf } from './credit.ts';

const fail = errorFactory(invoiceErrors);
const Credited = z.array(z.object({ line: z.int(), amountMinor: z.int() }));

/** The parts of an invoice, to a tenant or a partner, that matter for credit notes. `before`: the stored lines of each earlier credit note. */
export type Creditable<Line extends TaxableLine> = {
  currency: string;
  lines: readonly Line[];
  taxes: readonly TaxLine[];
  leftMinor: number;
  before: readonly unknown[];
};

/**
 * The amounts of a credit note with taxes: the requested amount of each line, or everything that is left of the invoice. Codes: `credit_too_high`.
 */
export function requestedCredit<Line extends TaxableLine>(invoice: Creditable<Line>, input: CreditNoteCreate) {
  const before = invoice.before.flatMap((credited) => Credited.parse(credited));
  const requested = input.lines === null ? restOf(invoice, before) : requestedLines(input.lines, invoice.currency);
  const overdrawn = input.lines === null ? undefined : overdrawnLine(invoice, before, requested);
  if (overdrawn !== undefined)
    throw tooHigh(`lines.${input.lines?.findIndex(({ line }) => line === overdrawn) ?? 0}.amount`);
  const { credited, taxes, netMinor, taxMinor } = creditOf(invoice, before, requested);
  const totalMinor = netMinor + taxMinor;
  if (totalMinor <= 0 || totalMinor > invoice.leftMinor) throw tooHigh('lines');
  // lines of the credit note are those of the invoice, with the credited amounts
  const lines = credited.flatMap(({ line, amountMinor }): Line[] => {
    const original = invoice.lines[line];
    return original ? [{ ...original, amountMinor }] : [];
  });
  return { credited, lines, taxes, netMinor, taxMinor, totalMinor };
}

/** The columns of a credit note's amounts. */
export const creditColumns = (credit: ReturnType<typeof requestedCredit>) => ({
  credited: JSON.stringify(credit.credited),
  lines: JSON.stringify(credit.lines),
  taxes: JSON.stringify(credit.taxes),
  net_minor: credit.netMinor,
  tax_minor: credit.taxMinor,
  total_minor: credit.totalMinor,
});

const tooHigh = (path: string) =>
  fail('credit_too_high', 'That is more than is left of the invoice or of the line.', {
    errors: [{ path, message: 'Credit less.' }],
  });

const requestedLines = (lines: NonNullable<CreditNoteCreate['lines']>, currency: string): CreditedLine[] =>
  lines
    .map(({ line, amount }, at) => {
      const amountMinor = minorOf(amount, decimalsOf(currency));
      if (amountMinor === null) throw tooHigh(`lines.${at}.amount`);
      return { line, amountMinor };
    })
    .filter(({ amountMinor }) => amountMinor > 0);

import type { PaymentMethod } from '../../src/payments/contract.ts';
import type { StatementEntry } from '../../src/payments/statement-contract.ts';

export const METHOD_LABELS: Record<PaymentMethod, string> = {
  bank_transfer: 'Bank transfer',
  card: 'Card',
  check: 'Check',
  cash: 'Cash',
  direct_debit: 'Direct debit',
  other: 'Other',
};

const ENTRY_LABELS: Record<StatementEntry['kind'], (number: string) => string> = {
  invoice: (number) => `Invoice ${number}`,
  credit_note: (number) => `Credit note ${number}`,
  payment: (number) => `Payment of ${number}`,
  reversal: (number) => `Payment of ${number} reversed`,
};

/** What an entry of a statement is: "Payment of INV-00042". */
export const entryLabel = ({ kind, description }: Pick<StatementEntry, 'kind' | 'description'>): string =>
  ENTRY_LABELS[kind](description);

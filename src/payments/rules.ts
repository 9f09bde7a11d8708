import type { StatementEntry } from './statement-contract.ts';

const ENTRY_LABELS: Record<StatementEntry['kind'], (number: string) => string> = {
  invoice: (number) => `Invoice ${number}`,
  credit_note: (number) => `Credit note ${number}`,
  payment: (number) => `Payment of ${number}`,
  reversal: (number) => `Payment of ${number} reversed`,
  refund: (number) => `Payment of ${number} refunded`,
  failed_refund: (number) => `Refund for ${number} came back`,
};

/** What an entry of a statement is: "Payment of INV-00042". */
export const entryLabel = ({ kind, description }: Pick<StatementEntry, 'kind' | 'description'>): string =>
  ENTRY_LABELS[kind](description);

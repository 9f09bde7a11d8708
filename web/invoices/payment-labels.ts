import type { PaymentMethod, RefundState } from '../../src/payments/contract.ts';
import type { StatementEntry } from '../../src/payments/statement-contract.ts';

export const METHOD_LABELS: Record<PaymentMethod, string> = {
  bank_transfer: 'Bank transfer',
  card: 'Card',
  check: 'Check',
  cash: 'Cash',
  direct_debit: 'Direct debit',
  other: 'Other',
};

export const REFUND_LABELS: Record<RefundState, { text: string; tone: 'grey' | 'amber' | 'green' | 'red' }> = {
  asked: { text: 'Being sent', tone: 'amber' },
  pending: { text: 'On its way', tone: 'amber' },
  succeeded: { text: 'Refunded', tone: 'green' },
  failed: { text: 'Failed', tone: 'red' },
};

const ENTRY_LABELS: Record<StatementEntry['kind'], (number: string) => string> = {
  invoice: (number) => `Invoice ${number}`,
  credit_note: (number) => `Credit note ${number}`,
  payment: (number) => `Payment of ${number}`,
  reversal: (number) => `Payment of ${number} reversed`,
  refund: (number) => `Refund of a payment of ${number}`,
  failed_refund: (number) => `Refund for ${number} came back`,
};

/** What an entry of a statement is: "Payment of INV-00042". */
export const entryLabel = ({ kind, description }: Pick<StatementEntry, 'kind' | 'description'>): string =>
  ENTRY_LABELS[kind](description);

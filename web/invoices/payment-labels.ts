import type { PaymentMethod, RefundState } from '../../src/payments/contract.ts';

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

import type { PaymentMethod, RefundState } from '../../../src/payments/contract.ts';
import { timeLabel } from '../../ui/time-labels.ts';

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
  unclear: { text: 'Unclear', tone: 'red' },
  reversed: { text: 'Reversed', tone: 'grey' },
};

/** What the partner should do about a slow refund. */
export const slowText = (createdAt: string): string =>
  `Stripe hasn’t decided on it since ${timeLabel(createdAt, null, 'day')}. Check at Stripe what it’s waiting for. It’s looked up here once a day.`;

/** What the partner should do about an unclear refund. */
export const unclearText = (failure: string | null): string =>
  failure === 'tenant_deleted'
    ? 'This tenant’s data was deleted before Stripe had decided. Check at Stripe whether the money went back.'
    : 'Your Stripe keys can’t read this refund. Check at Stripe whether the money went back. If you enter the keys of that account again, it’s looked up automatically.';

import { cardErrors } from '../cards/contract.ts';
import { Payment, paymentErrors, Refund, RefundRecord, RefundReverse } from '../payments/contract.ts';
import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors } from '../platform/http/errors.ts';
import { RefundCreate, refundErrors, RefundPreview, RefundPreviewQuery } from './contract.ts';

const errors = {
  ...refundErrors,
  ...pickErrors(paymentErrors, 'already_reversed'),
  ...pickErrors(cardErrors, 'card_payments_off'),
};

export const refundPayment = endpoint({
  id: 'refundPayment',
  method: 'POST',
  path: '/payments/{paymentId}/refund',
  scope: 'partner',
  permission: 'payments.refund',
  summary: 'Refund a payment to its card',
  description:
    'Asks Stripe to send money of a payment back to its card, all of it or a part. Send an `Idempotency-Key`, so that a request sent twice is one refund. Until Stripe has decided, the refund counts against what can be refunded. When it has succeeded, it is taken off the tenant’s unused credit first; for the rest, the payment’s invoices are open again. If the charge was wrong, issue a credit note first: the refund then uses its credit, and nothing is due again. `payment.refunded` and `payment.refund_failed` say how it ended, and `payment.refund_unclear` that Stripe can’t be asked any more.',
  body: RefundCreate,
  response: Refund,
  status: 201,
  errors,
});

export const recordRefund = endpoint({
  id: 'recordRefund',
  method: 'POST',
  path: '/payments/{paymentId}/refunds',
  scope: 'partner',
  permission: 'payments.write',
  summary: 'Record a refund by hand',
  description:
    'Records money of a payment that you paid back yourself, such as by bank transfer. No money is moved. It is taken off the tenant’s unused credit first; for the rest, the payment’s invoices are open again. If the charge was wrong, issue a credit note first: the refund then uses its credit, and nothing is due again. A refund can’t be changed or deleted, but it can be reversed.',
  body: RefundRecord,
  response: Refund,
  status: 201,
  errors: {
    ...pickErrors(refundErrors, 'payment_disputed', 'refund_too_high'),
    ...pickErrors(paymentErrors, 'already_reversed'),
  },
});

export const reverseRefund = endpoint({
  id: 'reverseRefund',
  method: 'POST',
  path: '/refunds/{refundId}/reverse',
  scope: 'partner',
  permission: 'payments.write',
  summary: 'Reverse a refund by hand',
  description:
    'Reverses a refund that was recorded by hand, if it was a mistake or the money came back. No money is moved. Its amount becomes credit of the tenant again, and pays unpaid invoices, the oldest due first. Refunds to a card follow what Stripe says. A refund of a payment that was reversed afterwards stays.',
  body: RefundReverse,
  response: Refund,
  errors: pickErrors(paymentErrors, 'already_reversed', 'refund_not_by_hand'),
});

export const previewRefund = endpoint({
  id: 'previewRefund',
  method: 'GET',
  path: '/payments/{paymentId}/refund-preview',
  scope: 'partner',
  permission: 'payments.read',
  summary: 'Preview a refund',
  description: 'What a refund would take off the tenant’s credit, and which invoices would be due again.',
  query: RefundPreviewQuery,
  response: RefundPreview,
  errors,
});

export const getPayment = endpoint({
  id: 'getPayment',
  method: 'GET',
  path: '/payments/{paymentId}',
  scope: 'partner',
  permission: 'payments.read',
  summary: 'Get a payment',
  description: 'Returns one payment, with its refunds and their states.',
  response: Payment,
});

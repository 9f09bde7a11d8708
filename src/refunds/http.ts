import { findPayment, toPayment } from '../payments/payments.ts';
import { byId } from '../platform/http/by-id.ts';
import type { Server } from '../platform/http/server.ts';
import { findRefund, recordRefund, reverseRefund } from './by-hand.ts';
import * as endpoints from './endpoints.ts';
import { previewRefund, startRefund } from './refunds.ts';

const existing = byId('paymentId', findPayment);

export function refundRoutes(server: Server): void {
  server.on(endpoints.getPayment, existing, ({ found }) => toPayment(found));

  server.on(endpoints.refundPayment, existing, ({ tx, caller, found, body }) => startRefund(tx, caller, found, body));

  server.on(endpoints.recordRefund, existing, ({ tx, caller, found, body, now }) =>
    recordRefund(tx, caller, { found, input: body, now }),
  );

  server.on(endpoints.reverseRefund, byId('refundId', findRefund), ({ tx, caller, found, body, now }) =>
    reverseRefund(tx, caller, { found, input: body, now }),
  );

  server.on(endpoints.previewRefund, existing, ({ tx, found, query, now }) => previewRefund(tx, found, query, now));
}

import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors } from '../platform/http/errors.ts';
import { TenantAccount } from './account-contract.ts';
import {
  Payment,
  PAYMENT_COLUMNS,
  PaymentCreate,
  paymentErrors,
  PaymentExportQuery,
  PaymentList,
  PaymentQuery,
  PaymentReverse,
  TenantPaymentList,
  TenantPaymentQuery,
} from './contract.ts';
import { Statement, STATEMENT_COLUMNS, StatementQuery } from './statement-contract.ts';

export const recordPayment = endpoint({
  id: 'recordPayment',
  method: 'POST',
  path: '/invoices/{invoiceId}/payments',
  scope: 'partner',
  permission: 'payments.write',
  summary: 'Record a payment',
  description:
    'Records money that was received for an invoice. The invoice is paid when all of it has been. If the tenant was suspended as past due and nothing is overdue any more, it is reactivated at once, unless there are other reasons. A payment can’t be changed or deleted, but it can be reversed.',
  body: PaymentCreate,
  response: Payment,
  status: 201,
  errors: pickErrors(paymentErrors, 'payment_too_high'),
});

export const reversePayment = endpoint({
  id: 'reversePayment',
  method: 'POST',
  path: '/payments/{paymentId}/reverse',
  scope: 'partner',
  permission: 'payments.write',
  summary: 'Reverse a payment',
  description:
    'Takes a payment back, such as a returned check or one that was recorded by mistake. If part of it has been refunded, only the rest is taken back. No money goes back to a card: to send it back, refund the payment instead. Its invoices are open again. Credit from it is removed, too, and invoices paid by that credit are due again.',
  body: PaymentReverse,
  response: Payment,
  errors: pickErrors(paymentErrors, 'already_reversed', 'already_refunded'),
});

export const listPayments = endpoint({
  id: 'listPayments',
  method: 'GET',
  path: '/payments',
  scope: 'partner',
  permission: 'payments.read',
  summary: 'List payments',
  description: 'The payments of all tenants, newest first, with those that were reversed.',
  query: PaymentQuery,
  response: PaymentList,
});

export const exportPayments = endpoint({
  id: 'exportPayments',
  method: 'GET',
  path: '/payments/export',
  scope: 'partner',
  permission: 'payments.export',
  summary: 'Export payments as CSV',
  description: 'All payments that the filters find, one a row, newest first.',
  query: PaymentExportQuery,
  download: { mediaType: 'text/csv', fileName: 'payments.csv', columns: PAYMENT_COLUMNS },
});

export const listTenantPayments = endpoint({
  id: 'listTenantPayments',
  method: 'GET',
  path: '/tenants/{tenantId}/payments',
  scope: 'tenant',
  permission: 'tenant-invoices.read',
  summary: 'List a tenant’s payments',
  description: 'Returns the payments that the tenant has made, newest first.',
  query: TenantPaymentQuery,
  response: TenantPaymentList,
});

export const getTenantAccount = endpoint({
  id: 'getTenantAccount',
  method: 'GET',
  path: '/tenants/{tenantId}/account',
  scope: 'tenant',
  permission: 'tenant-invoices.read',
  summary: 'Get a tenant’s plan and balance',
  description: 'The terms of the current cycle, what the tenant owes, and how much of it is overdue.',
  response: TenantAccount,
});

export const getStatement = endpoint({
  id: 'getStatement',
  method: 'GET',
  path: '/tenants/{tenantId}/statement',
  scope: 'tenant',
  permission: 'tenant-invoices.read',
  summary: 'Get a tenant’s statement of account',
  description:
    'Invoices, credit notes, payments, reversals and refunds of a period, with the balance before and after. A balance above zero is owed by the tenant; below zero, it is the tenant’s credit.',
  query: StatementQuery,
  response: Statement,
});

export const getStatementPdf = endpoint({
  id: 'getStatementPdf',
  method: 'GET',
  path: '/tenants/{tenantId}/statement/pdf',
  scope: 'tenant',
  permission: 'tenant-invoices.read',
  summary: 'Get a statement of account as a PDF',
  description: 'The statement as a PDF, in the partner’s name as on the tenant’s newest invoice.',
  query: StatementQuery,
  download: { mediaType: 'application/pdf' },
});

export const exportStatement = endpoint({
  id: 'exportStatement',
  method: 'GET',
  path: '/tenants/{tenantId}/statement/export',
  scope: 'tenant',
  permission: 'statement.export',
  summary: 'Export a statement of account as CSV',
  description: 'The entries of the statement, one a row, with the balance after each.',
  query: StatementQuery,
  download: { mediaType: 'text/csv', fileName: 'statement.csv', columns: STATEMENT_COLUMNS },
});

import { CreditNoteCreate } from '../invoices/contract.ts';
import { RefundRecord, RefundReverse } from '../payments/contract.ts';
import { Statement, STATEMENT_COLUMNS, StatementQuery } from '../payments/statement-contract.ts';
import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors } from '../platform/http/errors.ts';
import { RefundPreview, RefundPreviewQuery } from '../refunds/contract.ts';
import {
  WHOLESALE_INVOICE_COLUMNS,
  wholesaleBillErrors,
  WholesaleCreditNote,
  WholesaleInvoiceDetail,
  WholesaleInvoiceList,
  WholesaleInvoiceQuery,
  WholesalePayment,
  WholesalePaymentCreate,
  WholesalePaymentReverse,
  WholesaleRefund,
  WholesaleSettings,
  WholesaleSettingsPut,
  WholesaleTerms,
  WholesaleTermsPut,
} from './contract.ts';

const WholesaleRefundPreviewQuery = RefundPreviewQuery.omit({ by: true });

const byOperator = { scope: 'operator', permission: 'operator.wholesale' } as const;
const byPartner = { scope: 'partner', permission: 'wholesale.read' } as const;
const OF_PARTNER = '/operator/partners/{partnerId}';

export const getWholesaleSettings = endpoint({
  id: 'getWholesaleSettings',
  method: 'GET',
  path: '/operator/wholesale-settings',
  ...byOperator,
  summary: 'Get the operator’s invoice details',
  description: 'Returns what the operator’s invoices show: name, address, tax numbers and how to pay.',
  response: WholesaleSettings,
});

export const putWholesaleSettings = endpoint({
  id: 'putWholesaleSettings',
  method: 'PUT',
  path: '/operator/wholesale-settings',
  ...byOperator,
  summary: 'Set the operator’s invoice details',
  description: 'Applies to invoices that are issued from now on.',
  body: WholesaleSettingsPut,
  response: WholesaleSettings,
  headers: ['If-Match'],
});

export const getWholesaleTerms = endpoint({
  id: 'getWholesaleTerms',
  method: 'GET',
  path: `${OF_PARTNER}/wholesale-terms`,
  ...byOperator,
  summary: 'Get a partner’s wholesale terms',
  description:
    'What the partner is charged besides its calls. With version 0 nothing was agreed, and no invoice is issued.',
  response: WholesaleTerms,
});

export const putWholesaleTerms = endpoint({
  id: 'putWholesaleTerms',
  method: 'PUT',
  path: `${OF_PARTNER}/wholesale-terms`,
  ...byOperator,
  summary: 'Set a partner’s wholesale terms',
  description:
    'The first cycle begins today, by UTC. Later changes apply from the next cycle. Each cycle that has ended is invoiced, with the calls at wholesale.',
  body: WholesaleTermsPut,
  response: WholesaleTerms,
  headers: ['If-Match'],
});

export const listPartnerWholesaleInvoices = endpoint({
  id: 'listPartnerWholesaleInvoices',
  method: 'GET',
  path: `${OF_PARTNER}/wholesale-invoices`,
  ...byOperator,
  summary: 'List the operator’s invoices to a partner',
  description: 'Returns the operator’s invoices to one partner, newest first.',
  query: WholesaleInvoiceQuery,
  response: WholesaleInvoiceList,
});

export const getPartnerWholesaleInvoice = endpoint({
  id: 'getPartnerWholesaleInvoice',
  method: 'GET',
  path: '/operator/wholesale-invoices/{wholesaleInvoiceId}',
  ...byOperator,
  summary: 'Get an invoice of the operator',
  description: 'One invoice with its lines, payments and credit notes. Only the paid and credited amounts change.',
  response: WholesaleInvoiceDetail,
});

export const getPartnerWholesaleInvoicePdf = endpoint({
  id: 'getPartnerWholesaleInvoicePdf',
  method: 'GET',
  path: '/operator/wholesale-invoices/{wholesaleInvoiceId}/pdf',
  ...byOperator,
  summary: 'Download an invoice of the operator',
  description: 'The invoice as a PDF, as it was mailed.',
  download: { mediaType: 'application/pdf' },
});

export const recordWholesalePayment = endpoint({
  id: 'recordWholesalePayment',
  method: 'POST',
  path: '/operator/wholesale-invoices/{wholesaleInvoiceId}/payments',
  ...byOperator,
  summary: 'Record a partner’s payment',
  description: 'An invoice can be paid in parts. A payment can’t be changed or deleted, but it can be reversed.',
  body: WholesalePaymentCreate,
  response: WholesalePayment,
  status: 201,
  errors: pickErrors(wholesaleBillErrors, 'payment_too_high'),
});

export const reverseWholesalePayment = endpoint({
  id: 'reverseWholesalePayment',
  method: 'POST',
  path: '/operator/wholesale-payments/{wholesalePaymentId}/reverse',
  ...byOperator,
  summary: 'Reverse a partner’s payment',
  description:
    'What it paid is due again. If part of it has been paid back, only the rest is taken back. It stays in the statement, with the reversal.',
  body: WholesalePaymentReverse,
  response: WholesalePayment,
  errors: pickErrors(wholesaleBillErrors, 'already_reversed', 'already_refunded'),
});

export const recordWholesaleRefund = endpoint({
  id: 'recordWholesaleRefund',
  method: 'POST',
  path: '/operator/wholesale-payments/{wholesalePaymentId}/refunds',
  ...byOperator,
  summary: 'Record what was paid back to a partner',
  description:
    'Records money of a payment that was paid back to the partner. No money is moved. The partner’s credit covers it first; for the rest, what the payment paid is due again. If the charge was wrong, issue a credit note first: the refund then uses its credit. A refund can’t be changed or deleted, but it can be reversed.',
  body: RefundRecord,
  response: WholesaleRefund,
  status: 201,
  errors: pickErrors(wholesaleBillErrors, 'already_reversed', 'refund_too_high'),
});

export const previewWholesaleRefund = endpoint({
  id: 'previewWholesaleRefund',
  method: 'GET',
  path: '/operator/wholesale-payments/{wholesalePaymentId}/refund-preview',
  ...byOperator,
  summary: 'Preview what paying back to a partner does',
  description: 'What a refund would take off the partner’s credit, and which invoices would be due again.',
  query: WholesaleRefundPreviewQuery,
  response: RefundPreview,
  errors: pickErrors(wholesaleBillErrors, 'already_reversed', 'refund_too_high'),
});

export const reverseWholesaleRefund = endpoint({
  id: 'reverseWholesaleRefund',
  method: 'POST',
  path: '/operator/wholesale-refunds/{wholesaleRefundId}/reverse',
  ...byOperator,
  summary: 'Reverse what was paid back to a partner',
  description:
    'Reverses a refund that was recorded by mistake, or whose money came back. No money is moved. It stays in the statement, with the reversal. A refund of a payment that was reversed afterwards stays.',
  body: RefundReverse,
  response: WholesaleRefund,
  errors: pickErrors(wholesaleBillErrors, 'already_reversed'),
});

export const createWholesaleCreditNote = endpoint({
  id: 'createWholesaleCreditNote',
  method: 'POST',
  path: '/operator/wholesale-invoices/{wholesaleInvoiceId}/credit-notes',
  ...byOperator,
  summary: 'Credit an invoice of the operator',
  description:
    'Credits lines of an invoice to a partner, or everything that is left of it, with taxes by the invoice’s rates. The unpaid part is no longer due; the paid part pays the partner’s other invoices. A credit note can’t be undone.',
  body: CreditNoteCreate,
  response: WholesaleCreditNote,
  status: 201,
  errors: pickErrors(wholesaleBillErrors, 'credit_too_high'),
});

export const getPartnerWholesaleCreditNotePdf = endpoint({
  id: 'getPartnerWholesaleCreditNotePdf',
  method: 'GET',
  path: '/operator/wholesale-credit-notes/{wholesaleCreditNoteId}/pdf',
  ...byOperator,
  summary: 'Download a credit note of the operator',
  description: 'The credit note as a PDF, as it was mailed.',
  download: { mediaType: 'application/pdf' },
});

export const getPartnerWholesaleStatement = endpoint({
  id: 'getPartnerWholesaleStatement',
  method: 'GET',
  path: `${OF_PARTNER}/wholesale-statement`,
  ...byOperator,
  summary: 'Get a partner’s statement of account',
  description:
    'Invoices and credit notes of the operator, payments, reversals and refunds of a period, with the balance before and after.',
  query: StatementQuery,
  response: Statement,
});

export const listWholesaleInvoices = endpoint({
  id: 'listWholesaleInvoices',
  method: 'GET',
  path: '/wholesale-invoices',
  ...byPartner,
  summary: 'List what the operator has charged',
  description: 'Returns the operator’s invoices to the partner, newest first.',
  query: WholesaleInvoiceQuery,
  response: WholesaleInvoiceList,
});

export const exportWholesaleInvoices = endpoint({
  id: 'exportWholesaleInvoices',
  method: 'GET',
  path: '/wholesale-invoices/export',
  ...byPartner,
  summary: 'Export what the operator has charged as CSV',
  description: 'All invoices of the operator, one a row, newest first. Each export is in the audit log.',
  download: { mediaType: 'text/csv', fileName: 'operator-invoices.csv', columns: WHOLESALE_INVOICE_COLUMNS },
});

export const getWholesaleInvoice = endpoint({
  id: 'getWholesaleInvoice',
  method: 'GET',
  path: '/wholesale-invoices/{wholesaleInvoiceId}',
  ...byPartner,
  summary: 'Get what the operator has charged for a cycle',
  description: 'One invoice of the operator with its lines, payments and credit notes.',
  response: WholesaleInvoiceDetail,
});

export const getWholesaleInvoicePdf = endpoint({
  id: 'getWholesaleInvoicePdf',
  method: 'GET',
  path: '/wholesale-invoices/{wholesaleInvoiceId}/pdf',
  ...byPartner,
  summary: 'Download an invoice of the operator as the partner',
  description: 'The invoice as a PDF, as it was mailed.',
  download: { mediaType: 'application/pdf' },
});

export const getWholesaleCreditNotePdf = endpoint({
  id: 'getWholesaleCreditNotePdf',
  method: 'GET',
  path: '/wholesale-credit-notes/{wholesaleCreditNoteId}/pdf',
  ...byPartner,
  summary: 'Download the operator’s credit note as a partner',
  description: 'The credit note as a PDF, as it was mailed.',
  download: { mediaType: 'application/pdf' },
});

export const getWholesaleStatement = endpoint({
  id: 'getWholesaleStatement',
  method: 'GET',
  path: '/wholesale-statement',
  ...byPartner,
  summary: 'Get the statement of account with the operator',
  description:
    'Invoices and credit notes of the operator, payments, reversals and refunds of a period, with the balance before and after.',
  query: StatementQuery,
  response: Statement,
});

export const exportWholesaleStatement = endpoint({
  id: 'exportWholesaleStatement',
  method: 'GET',
  path: '/wholesale-statement/export',
  ...byPartner,
  summary: 'Export the operator’s statement as CSV',
  description: 'The entries of the statement, one a row, with the balance after each. Each export is in the audit log.',
  query: StatementQuery,
  download: { mediaType: 'text/csv', fileName: 'operator-statement.csv', columns: STATEMENT_COLUMNS },
});

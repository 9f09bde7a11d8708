import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors } from '../platform/http/errors.ts';
import {
  BillingSummary,
  CreditNote,
  CreditNoteCreate,
  CreditNoteList,
  CreditNoteQuery,
  invoiceErrors,
  INVOICE_COLUMNS,
  InvoiceDetail,
  InvoiceExportQuery,
  InvoiceList,
  InvoiceQuery,
} from './contract.ts';
import { InvoiceSettings, InvoiceSettingsPut } from './settings/contract.ts';

export const listInvoices = endpoint({
  id: 'listInvoices',
  method: 'GET',
  path: '/invoices',
  scope: 'partner',
  permission: 'invoices.read',
  summary: 'List invoices',
  description: 'The invoices of all tenants, newest first, also of tenants that have been deleted.',
  query: InvoiceQuery,
  response: InvoiceList,
});

export const exportInvoices = endpoint({
  id: 'exportInvoices',
  method: 'GET',
  path: '/invoices/export',
  scope: 'partner',
  permission: 'invoices.export',
  summary: 'Export invoices as CSV',
  description: 'All invoices that the filters find, one a row.',
  query: InvoiceExportQuery,
  download: { mediaType: 'text/csv', fileName: 'invoices.csv', columns: INVOICE_COLUMNS },
});

export const getInvoice = endpoint({
  id: 'getInvoice',
  method: 'GET',
  path: '/invoices/{invoiceId}',
  scope: 'partner',
  permission: 'invoices.read',
  summary: 'Get an invoice',
  description: 'One invoice with its lines and taxes. Only the paid and credited amounts change.',
  response: InvoiceDetail,
});

export const getInvoicePdf = endpoint({
  id: 'getInvoicePdf',
  method: 'GET',
  path: '/invoices/{invoiceId}/pdf',
  scope: 'partner',
  permission: 'invoices.read',
  summary: 'Download an invoice',
  description: 'The invoice as a PDF, in the partner’s name, as it was mailed.',
  download: { mediaType: 'application/pdf' },
});

export const createCreditNote = endpoint({
  id: 'createCreditNote',
  method: 'POST',
  path: '/invoices/{invoiceId}/credit-notes',
  scope: 'partner',
  permission: 'invoices.write',
  summary: 'Credit an invoice',
  description:
    'Credits lines of an invoice, or everything that is left of it, with taxes by the invoice’s rates. The unpaid part is no longer due; the paid part becomes credit of the tenant. A credit note can’t be undone.',
  body: CreditNoteCreate,
  response: CreditNote,
  status: 201,
  errors: pickErrors(invoiceErrors, 'credit_too_high'),
});

export const listCreditNotes = endpoint({
  id: 'listCreditNotes',
  method: 'GET',
  path: '/credit-notes',
  scope: 'partner',
  permission: 'invoices.read',
  summary: 'List credit notes',
  description: 'Returns the credit notes to all of the partner’s tenants, newest first.',
  query: CreditNoteQuery,
  response: CreditNoteList,
});

export const getCreditNotePdf = endpoint({
  id: 'getCreditNotePdf',
  method: 'GET',
  path: '/credit-notes/{creditNoteId}/pdf',
  scope: 'partner',
  permission: 'invoices.read',
  summary: 'Download a credit note',
  description: 'The credit note as a PDF, in the partner’s name.',
  download: { mediaType: 'application/pdf' },
});

export const getBillingSummary = endpoint({
  id: 'getBillingSummary',
  method: 'GET',
  path: '/billing-summary',
  scope: 'partner',
  permission: 'invoices.read',
  summary: 'Get the month so far',
  description:
    'What the partner has invoiced in this month, what is unbilled, unpaid and overdue, and for which tenants.',
  response: BillingSummary,
});

export const getInvoiceSettings = endpoint({
  id: 'getInvoiceSettings',
  method: 'GET',
  path: '/invoice-settings',
  scope: 'partner',
  permission: 'invoices.read',
  summary: 'Get the invoice settings',
  description: 'What invoices say about the partner: name, address, tax numbers and how to pay.',
  response: InvoiceSettings,
});

export const putInvoiceSettings = endpoint({
  id: 'putInvoiceSettings',
  method: 'PUT',
  path: '/invoice-settings',
  scope: 'partner',
  permission: 'invoices.write',
  summary: 'Set the invoice settings',
  description: 'Applies to documents that are issued from now on. Issued ones stay as they are.',
  body: InvoiceSettingsPut,
  response: InvoiceSettings,
  headers: ['If-Match'],
});

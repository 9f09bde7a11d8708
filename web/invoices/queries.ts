import {
  getBillingSummary,
  getInvoice,
  getInvoiceSettings,
  listCreditNotes,
  listInvoices,
} from '../../src/invoices/endpoints.ts';
import {
  getTaxExemption,
  getTenantInvoice,
  listAdjustments,
  listTenantInvoices,
} from '../../src/invoices/tenant-endpoints.ts';
import { apiList, apiQuery } from '../kit/queries.ts';
import { compact, type ListSearch, oneOf, type Raw, readListSearch } from '../kit/search.ts';

export const INVOICE_FILTERS = ['open', 'overdue', 'paid', 'void'] as const;
export type InvoicesSearch = ListSearch & { status?: (typeof INVOICE_FILTERS)[number] | undefined };

export const readInvoicesSearch = (raw: Raw): InvoicesSearch =>
  compact({ ...readListSearch(raw), status: oneOf(raw.status, INVOICE_FILTERS) });

export const invoicesList = ({ status, ...search }: InvoicesSearch) =>
  apiList(listInvoices, { search, filter: { status } });

export const tenantInvoicesList = (tenantId: string, search: ListSearch) =>
  apiList(listTenantInvoices, { params: { tenantId }, search });

export const invoiceQuery = (invoiceId: string) => apiQuery(getInvoice, { params: { invoiceId } });
export const tenantInvoiceQuery = (tenantId: string, invoiceId: string) =>
  apiQuery(getTenantInvoice, { params: { tenantId, invoiceId } });
export const creditNotesQuery = (invoiceId: string) => apiQuery(listCreditNotes, { query: { invoiceId, limit: 200 } });
export const summaryQuery = apiQuery(getBillingSummary);
export const invoiceSettingsQuery = apiQuery(getInvoiceSettings);
export const adjustmentsQuery = (tenantId: string) => apiQuery(listAdjustments, { params: { tenantId } });
export const exemptionQuery = (tenantId: string) => apiQuery(getTaxExemption, { params: { tenantId } });

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
import type { ListSearch } from '../kit/lists/search.ts';
import { apiList, apiQuery } from '../kit/session/queries.ts';
import type { InvoicesSearch } from './invoices-search.ts';

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

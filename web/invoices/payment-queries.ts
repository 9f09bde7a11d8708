import { keepPreviousData } from '@tanstack/react-query';
import { getStatement, listPayments, listTenantPayments } from '../../src/payments/endpoints.ts';
import { apiList, apiQuery } from '../kit/queries.ts';
import type { ListSearch } from '../kit/search.ts';
import type { StatementSearch } from './invoices-search.ts';

export const paymentsList = (search: ListSearch) => apiList(listPayments, { search });
export const invoicePaymentsQuery = (invoiceId: string) => apiQuery(listPayments, { query: { invoiceId, limit: 200 } });
export const tenantInvoicePaymentsQuery = (tenantId: string, invoiceId: string) =>
  apiQuery(listTenantPayments, { params: { tenantId }, query: { invoiceId, limit: 200 } });

/** The statement before stays on screen while another period is read, and so do the fields that name it. */
export const statementQuery = (tenantId: string, query: StatementSearch) => ({
  ...apiQuery(getStatement, { params: { tenantId }, query }),
  placeholderData: keepPreviousData,
});

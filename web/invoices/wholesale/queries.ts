import { keepPreviousData } from '@tanstack/react-query';
import {
  getPartnerWholesaleInvoice,
  getPartnerWholesaleStatement,
  getWholesaleInvoice,
  getWholesaleSettings,
  getWholesaleStatement,
  getWholesaleTerms,
  listPartnerWholesaleInvoices,
  listWholesaleInvoices,
  previewWholesaleRefund,
} from '../../../src/wholesale/endpoints.ts';
import type { ListSearch } from '../../kit/lists/search.ts';
import { apiList, apiQuery } from '../../kit/session/queries.ts';
import type { StatementSearch } from '../invoices-search.ts';

export const settingsQuery = apiQuery(getWholesaleSettings);
export const termsQuery = (partnerId: string) => apiQuery(getWholesaleTerms, { params: { partnerId } });
export const partnerInvoicesList = (partnerId: string, search: ListSearch) =>
  apiList(listPartnerWholesaleInvoices, { params: { partnerId }, search });
export const partnerInvoiceQuery = (wholesaleInvoiceId: string) =>
  apiQuery(getPartnerWholesaleInvoice, { params: { wholesaleInvoiceId } });
export const partnerRefundPreviewQuery = (wholesalePaymentId: string, amount: string) =>
  apiQuery(previewWholesaleRefund, { params: { wholesalePaymentId }, query: { amount } });
export const partnerStatementQuery = (partnerId: string, query: StatementSearch) => ({
  ...apiQuery(getPartnerWholesaleStatement, { params: { partnerId }, query }),
  placeholderData: keepPreviousData,
});

export const billList = (search: ListSearch) => apiList(listWholesaleInvoices, { search });
export const billQuery = (wholesaleInvoiceId: string) =>
  apiQuery(getWholesaleInvoice, { params: { wholesaleInvoiceId } });
export const billStatementQuery = (query: StatementSearch) => ({
  ...apiQuery(getWholesaleStatement, { query }),
  placeholderData: keepPreviousData,
});

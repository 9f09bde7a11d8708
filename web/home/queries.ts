import { listInvoices } from '../../src/invoices/endpoints.ts';
import { listUnratedCalls } from '../../src/rerating/endpoints.ts';
import { getPartnerSummary } from '../../src/tenants/endpoints.ts';
import { listWebhooks } from '../../src/webhooks/endpoints.ts';
import { listWholesaleInvoices } from '../../src/wholesale/endpoints.ts';
import { apiQuery } from '../kit/session/queries.ts';

export const homeQuery = () => apiQuery(getPartnerSummary);
export const overdueQuery = () => apiQuery(listInvoices, { query: { status: 'overdue', sort: 'number', limit: 5 } });
/** The operator’s latest invoices to the partner, one a month. */
export const billsQuery = () => apiQuery(listWholesaleInvoices, { query: { limit: 50 } });
export const unratedQuery = () => apiQuery(listUnratedCalls, { query: { limit: 1 } });
export const webhooksQuery = () => apiQuery(listWebhooks, { query: { limit: 200 } });

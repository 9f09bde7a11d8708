import { keepPreviousData } from '@tanstack/react-query';
import type { InvoiceSettings } from '../../../src/invoices/settings/contract.ts';
import type { TenantPayment } from '../../../src/payments/contract.ts';
import { getStatement, listPayments, listTenantPayments } from '../../../src/payments/endpoints.ts';
import { dayAt } from '../../../src/platform/time/zoned-days.ts';
import { previewRefund } from '../../../src/refunds/endpoints.ts';
import type { ListSearch } from '../../kit/lists/search.ts';
import { apiList, apiQuery } from '../../kit/session/queries.ts';
import type { StatementSearch } from '../invoices-search.ts';
import { invoiceSettingsQuery } from '../queries.ts';

/** How often to poll payments while a refund is being sent. */
const SOON_MS = 1000;
type Read = { state: { data?: { items: readonly Pick<TenantPayment, 'refunds'>[] } | undefined } };
const refetchInterval = ({ state: { data } }: Read): number | false =>
  data?.items.some(({ refunds }) => refunds.some(({ state }) => state === 'asked')) ? SOON_MS : false;

export function paymentsList(search: ListSearch) {
  const list = apiList(listPayments, { search });
  return { ...list, query: { ...list.query, refetchInterval } };
}
export const invoicePaymentsQuery = (invoiceId: string) => ({
  ...apiQuery(listPayments, { query: { invoiceId, limit: 200 } }),
  refetchInterval,
});
export const refundPreviewQuery = (paymentId: string, amount: string, by: 'card' | 'hand') =>
  apiQuery(previewRefund, { params: { paymentId }, query: { amount, by } });
export const tenantInvoicePaymentsQuery = (tenantId: string, invoiceId: string) =>
  apiQuery(listTenantPayments, { params: { tenantId }, query: { invoiceId, limit: 200 } });

/** Today by the calendar of the partner, by which tenants’ payments and refunds are dated. */
export const partnerTodayQuery = {
  ...invoiceSettingsQuery,
  select: ({ timezone }: Pick<InvoiceSettings, 'timezone'>) => dayAt(Date.now(), timezone),
};

/** The previous statement and its period's fields stay on screen while another period is loading. */
export const statementQuery = (tenantId: string, query: StatementSearch) => ({
  ...apiQuery(getStatement, { params: { tenantId }, query }),
  placeholderData: keepPreviousData,
});

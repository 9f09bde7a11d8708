import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '../app/lazy-page.ts';
import { readInvoicesSearch, readStatementSearch } from '../invoices/invoices-search.ts';
import { readListSearch } from '../kit/lists/search.ts';
import { readRevenueSearch } from '../revenue/revenue-search.ts';
import { listDeps, prefetch } from './prefetch.ts';
import { authenticated, needs } from './root.tsx';

export const billingProfiles = createRoute({
  getParentRoute: () => authenticated,
  path: '/billing-profiles',
  ...needs('billing-profiles.read'),
  validateSearch: readListSearch,
  loaderDeps: listDeps,
  loader: ({ context: { client }, deps }) =>
    prefetch(client, async () => (await import('../billing/queries.ts')).profilesList(deps).query),
  component: lazyPage(() => import('../billing/BillingProfiles.tsx'), 'BillingProfiles'),
});

export const billingProfile = createRoute({
  getParentRoute: () => authenticated,
  path: '/billing-profiles/$profileId',
  ...needs('billing-profiles.read'),
  validateSearch: readListSearch,
  loaderDeps: listDeps,
  loader: ({ context: { client }, params }) =>
    prefetch(client, async () => (await import('../billing/queries.ts')).profileQuery(params.profileId)),
  component: lazyPage(() => import('../billing/BillingProfilePage.tsx'), 'BillingProfilePage'),
});

export const rateTables = createRoute({
  getParentRoute: () => authenticated,
  path: '/rates',
  ...needs('rates.read'),
  validateSearch: readListSearch,
  loaderDeps: listDeps,
  loader: ({ context: { client }, deps }) =>
    prefetch(client, async () => (await import('../rates/queries.ts')).rateTablesList(deps).query),
  component: lazyPage(() => import('../rates/RateTables.tsx'), 'RateTables'),
});

export const rateTable = createRoute({
  getParentRoute: () => authenticated,
  path: '/rates/$tableId',
  ...needs('rates.read'),
  validateSearch: readListSearch,
  loaderDeps: listDeps,
  loader: ({ context: { client }, params, deps }) =>
    prefetch(client, async () => (await import('../rates/queries.ts')).ratesList(params.tableId, deps).query),
  component: lazyPage(() => import('../rates/RateTablePage.tsx'), 'RateTablePage'),
});

export const wholesaleTable = createRoute({
  getParentRoute: () => authenticated,
  path: '/wholesale/$wholesaleTableId',
  ...needs('wholesale.read'),
  validateSearch: readListSearch,
  component: lazyPage(() => import('../rates/WholesaleTablePage.tsx'), 'WholesaleTablePage'),
});

export const unratedCalls = createRoute({
  getParentRoute: () => authenticated,
  path: '/unrated-calls',
  ...needs('rates.read'),
  validateSearch: readListSearch,
  component: lazyPage(() => import('../rerating/UnratedCalls.tsx'), 'UnratedCalls'),
});

export const invoices = createRoute({
  getParentRoute: () => authenticated,
  path: '/invoices',
  ...needs('invoices.read'),
  validateSearch: readInvoicesSearch,
  component: lazyPage(() => import('../invoices/InvoicesPage.tsx'), 'InvoicesPage'),
});

export const invoice = createRoute({
  getParentRoute: () => authenticated,
  path: '/invoices/$invoiceId',
  ...needs('invoices.read'),
  component: lazyPage(() => import('../invoices/InvoicePage.tsx'), 'InvoicePage'),
});

export const payments = createRoute({
  getParentRoute: () => authenticated,
  path: '/payments',
  ...needs('payments.read'),
  validateSearch: readListSearch,
  component: lazyPage(() => import('../invoices/payments/PaymentsPage.tsx'), 'PaymentsPage'),
});

export const revenue = createRoute({
  getParentRoute: () => authenticated,
  path: '/revenue',
  ...needs('wholesale.read'),
  validateSearch: readRevenueSearch,
  component: lazyPage(() => import('../revenue/RevenuePage.tsx'), 'RevenuePage'),
});

export const bill = createRoute({
  getParentRoute: () => authenticated,
  path: '/bill',
  ...needs('wholesale.read'),
  validateSearch: readListSearch,
  component: lazyPage(() => import('../invoices/BillPages.tsx'), 'BillPage'),
});

export const billInvoice = createRoute({
  getParentRoute: () => authenticated,
  path: '/bill/$wholesaleInvoiceId',
  ...needs('wholesale.read'),
  component: lazyPage(() => import('../invoices/BillPages.tsx'), 'BillInvoicePage'),
});

export const billStatement = createRoute({
  getParentRoute: () => authenticated,
  path: '/bill/statement',
  ...needs('wholesale.read'),
  validateSearch: readStatementSearch,
  component: lazyPage(() => import('../invoices/BillPages.tsx'), 'BillStatementPage'),
});

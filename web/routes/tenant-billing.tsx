import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '../app/lazy-page.ts';
import { readStatementSearch } from '../invoices/invoices-search.ts';
import { readListSearch } from '../kit/lists/search.ts';
import { needs } from './root.tsx';
import { tenant } from './tenant-root.tsx';

export const billing = createRoute({
  getParentRoute: () => tenant,
  path: '/billing',
  ...needs('tenant-invoices.read'),
  validateSearch: readListSearch,
  component: lazyPage(() => import('./TenantBillingPage.tsx'), 'TenantBillingPage'),
});

export const statement = createRoute({
  getParentRoute: () => tenant,
  path: '/billing/statement',
  ...needs('tenant-invoices.read'),
  validateSearch: readStatementSearch,
  component: lazyPage(() => import('../invoices/StatementPage.tsx'), 'StatementPage'),
});

export const invoice = createRoute({
  getParentRoute: () => tenant,
  path: '/billing/$invoiceId',
  ...needs('tenant-invoices.read'),
  component: lazyPage(() => import('../invoices/TenantInvoicePage.tsx'), 'TenantInvoicePage'),
});

import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '../app/lazy-page.ts';
import { readAuditSearch } from '../audit/audit-search.ts';
import { readStatementSearch } from '../invoices/invoices-search.ts';
import { readListSearch } from '../kit/lists/search.ts';
import { readRevenueSearch } from '../revenue/revenue-search.ts';
import { readOperatorTenantSearch } from '../tenants/operator-tenant.ts';
import { authenticated, needs } from './root.tsx';

const partners = createRoute({
  getParentRoute: () => authenticated,
  path: '/operator/partners',
  ...needs('operator.partners'),
  validateSearch: readListSearch,
  component: lazyPage(() => import('./PartnersPage.tsx'), 'PartnersPage'),
});

const partner = createRoute({
  getParentRoute: () => authenticated,
  path: '/operator/partners/$partnerId',
  ...needs('operator.partners'),
  component: lazyPage(() => import('./OperatorPartnerPage.tsx'), 'OperatorPartnerPage'),
});

const wholesale = createRoute({
  getParentRoute: () => authenticated,
  path: '/operator/partners/$partnerId/wholesale/$wholesaleTableId',
  ...needs('operator.wholesale'),
  validateSearch: readListSearch,
  component: lazyPage(() => import('../rates/PartnerWholesalePage.tsx'), 'PartnerWholesalePage'),
});

const wholesaleOfMonth = createRoute({
  getParentRoute: () => authenticated,
  path: '/operator/wholesale',
  ...needs('operator.wholesale'),
  validateSearch: readRevenueSearch,
  component: lazyPage(() => import('./OperatorWholesalePage.tsx'), 'OperatorWholesalePage'),
});

const partnerInvoices = createRoute({
  getParentRoute: () => authenticated,
  path: '/operator/partners/$partnerId/invoices',
  ...needs('operator.wholesale'),
  validateSearch: readListSearch,
  component: lazyPage(() => import('../invoices/wholesale/PartnerInvoicesPage.tsx'), 'PartnerInvoicesPage'),
});

const partnerInvoice = createRoute({
  getParentRoute: () => authenticated,
  path: '/operator/invoices/$wholesaleInvoiceId',
  ...needs('operator.wholesale'),
  component: lazyPage(() => import('../invoices/wholesale/PartnerInvoicePage.tsx'), 'PartnerInvoicePage'),
});

const partnerStatement = createRoute({
  getParentRoute: () => authenticated,
  path: '/operator/partners/$partnerId/statement',
  ...needs('operator.wholesale'),
  validateSearch: readStatementSearch,
  component: lazyPage(() => import('../invoices/wholesale/PartnerStatementPage.tsx'), 'PartnerStatementPage'),
});

const tenants = createRoute({
  getParentRoute: () => authenticated,
  path: '/operator/tenants',
  ...needs('operator.tenants'),
  validateSearch: readOperatorTenantSearch,
  component: lazyPage(() => import('../tenants/OperatorTenant.tsx'), 'OperatorTenantPage'),
});

const trunks = createRoute({
  getParentRoute: () => authenticated,
  path: '/operator/trunks',
  ...needs('operator.trunks'),
  validateSearch: readListSearch,
  component: lazyPage(() => import('../trunks/Trunks.tsx'), 'Trunks'),
});

const mail = createRoute({
  getParentRoute: () => authenticated,
  path: '/operator/mail',
  ...needs('operator.mail'),
  validateSearch: readListSearch,
  component: lazyPage(() => import('../mail/Mail.tsx'), 'MailPage'),
});

const security = createRoute({
  getParentRoute: () => authenticated,
  path: '/operator/security',
  ...needs('operator.security'),
  component: lazyPage(() => import('../people/Security.tsx'), 'OperatorSecurity'),
});

const health = createRoute({
  getParentRoute: () => authenticated,
  path: '/operator/health',
  ...needs('operator.health'),
  validateSearch: readListSearch,
  component: lazyPage(() => import('../health/Health.tsx'), 'HealthPage'),
});

const audit = createRoute({
  getParentRoute: () => authenticated,
  path: '/operator/audit',
  ...needs('operator.audit'),
  validateSearch: readAuditSearch,
  component: lazyPage(() => import('../audit/OperatorAudit.tsx'), 'OperatorAudit'),
});

export const operatorRoutes = [
  partners,
  partner,
  wholesale,
  wholesaleOfMonth,
  partnerInvoices,
  partnerInvoice,
  partnerStatement,
  tenants,
  trunks,
  mail,
  security,
  health,
  audit,
] as const;

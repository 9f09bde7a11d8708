import { createRoute, redirect } from '@tanstack/react-router';
import { readRequestsSearch } from '../api-requests/requests-search.ts';
import { lazyPage } from '../app/lazy-page.ts';
import { readAuditSearch } from '../audit/audit-search.ts';
import { readListSearch } from '../kit/lists/search.ts';
import { readTenantsSearch, tenantsList } from '../kit/lists/tenants-query.ts';
import { homeOf } from '../kit/session/session.ts';
import { readNumbersSearch } from '../numbers/numbers-search.ts';
import { readDeliveriesSearch } from '../webhooks/search.ts';
import {
  bill,
  billingProfile,
  billingProfiles,
  billInvoice,
  billStatement,
  invoice,
  invoices,
  payments,
  rateTable,
  rateTables,
  revenue,
  unratedCalls,
  wholesaleTable,
} from './partner-billing.tsx';
import { listDeps, prefetch } from './prefetch.ts';
import { authenticated, needs } from './root.tsx';

const home = createRoute({
  getParentRoute: () => authenticated,
  path: '/',
  beforeLoad: ({ context }) => {
    const to = homeOf(context.session);
    if (to !== '/') throw redirect({ to, replace: true });
  },
  loader: ({ context: { client } }) => prefetch(client, async () => (await import('../home/queries.ts')).homeQuery()),
  component: lazyPage(() => import('../home/PartnerHome.tsx'), 'PartnerHome'),
});

const tenants = createRoute({
  getParentRoute: () => authenticated,
  path: '/tenants',
  ...needs('tenants.read'),
  validateSearch: readTenantsSearch,
  loaderDeps: ({ search: { search, sort, cursor, status } }) => ({ search, sort, cursor, status }),
  // load the rows in parallel with the page's code
  loader: ({ context, deps }) => prefetch(context.client, async () => tenantsList(deps).query),
  component: lazyPage(() => import('../tenants/Tenants.tsx'), 'Tenants'),
});

const tenantDefaults = createRoute({
  getParentRoute: () => authenticated,
  path: '/tenant-defaults',
  ...needs('defaults.read'),
  component: lazyPage(() => import('./TenantDefaultsPage.tsx'), 'TenantDefaultsPage'),
});

const limits = createRoute({
  getParentRoute: () => authenticated,
  path: '/limits',
  ...needs('limits.read'),
  validateSearch: readListSearch,
  loaderDeps: listDeps,
  loader: ({ context: { client }, deps }) =>
    prefetch(client, async () => (await import('../limits/queries.ts')).limitsList(deps).query),
  component: lazyPage(() => import('../limits/Limits.tsx'), 'Limits'),
});

const developers = createRoute({
  getParentRoute: () => authenticated,
  path: '/developers',
  ...needs('api-keys.read'),
  validateSearch: readListSearch,
  loaderDeps: listDeps,
  loader: ({ context: { client }, deps }) =>
    prefetch(client, async () => (await import('../api-keys/queries.ts')).apiKeysList(deps).query),
  component: lazyPage(() => import('../api-keys/ApiKeys.tsx'), 'ApiKeys'),
});

const apiRequests = createRoute({
  getParentRoute: () => authenticated,
  path: '/developers/requests',
  ...needs('api-requests.read'),
  validateSearch: readRequestsSearch,
  loaderDeps: ({ search: { sort, cursor, keyId, result } }) => ({ sort, cursor, keyId, result }),
  loader: ({ context: { client }, deps }) =>
    prefetch(client, async () => (await import('../api-requests/queries.ts')).requestsList(deps).query),
  component: lazyPage(() => import('../api-requests/ApiRequests.tsx'), 'ApiRequests'),
});

const webhooks = createRoute({
  getParentRoute: () => authenticated,
  path: '/developers/webhooks',
  ...needs('webhooks.read'),
  validateSearch: readListSearch,
  loaderDeps: listDeps,
  loader: ({ context: { client }, deps }) =>
    prefetch(client, async () => (await import('../webhooks/queries.ts')).webhooksList(deps).query),
  component: lazyPage(() => import('../webhooks/Webhooks.tsx'), 'Webhooks'),
});

const webhook = createRoute({
  getParentRoute: () => authenticated,
  path: '/developers/webhooks/$webhookId',
  ...needs('webhooks.read'),
  validateSearch: readDeliveriesSearch,
  loader: ({ context: { client }, params }) =>
    prefetch(client, async () => (await import('../webhooks/queries.ts')).webhookQuery(params.webhookId)),
  component: lazyPage(() => import('../webhooks/WebhookPage.tsx'), 'WebhookPage'),
});

const numbers = createRoute({
  getParentRoute: () => authenticated,
  path: '/numbers',
  ...needs('numbers.read'),
  validateSearch: readNumbersSearch,
  loaderDeps: ({ search }) => ({ ...listDeps({ search }), status: search.status, tenantId: search.tenantId }),
  loader: ({ context: { client }, deps }) =>
    prefetch(client, async () => (await import('../numbers/queries.ts')).inventoryList(deps).query),
  component: lazyPage(() => import('../numbers/Numbers.tsx'), 'Numbers'),
});

const team = createRoute({
  getParentRoute: () => authenticated,
  path: '/team',
  ...needs('team.read'),
  validateSearch: readListSearch,
  loaderDeps: listDeps,
  loader: ({ context: { client }, deps }) =>
    prefetch(client, async () => (await import('../people/queries.ts')).teamList(deps).query),
  component: lazyPage(() => import('../people/Team.tsx'), 'Team'),
});

const settings = createRoute({
  getParentRoute: () => authenticated,
  path: '/settings',
  ...needs('support.read'),
  component: lazyPage(() => import('./PartnerSettingsPage.tsx'), 'PartnerSettingsPage'),
});

const audit = createRoute({
  getParentRoute: () => authenticated,
  path: '/audit',
  ...needs('audit.read'),
  validateSearch: readAuditSearch,
  component: lazyPage(() => import('../audit/PartnerAudit.tsx'), 'PartnerAudit'),
});

export const partnerRoutes = [
  home,
  tenants,
  tenantDefaults,
  limits,
  billingProfiles,
  billingProfile,
  rateTables,
  developers,
  apiRequests,
  webhooks,
  webhook,
  rateTable,
  wholesaleTable,
  unratedCalls,
  invoices,
  revenue,
  bill,
  billInvoice,
  billStatement,
  invoice,
  payments,
  numbers,
  team,
  settings,
  audit,
] as const;

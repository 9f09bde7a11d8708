import { createRoute } from '@tanstack/react-router';
import { readRequestsSearch } from '../api-requests/requests-search.ts';
import { lazyPage } from '../app/lazy-page.ts';
import { readListSearch } from '../kit/lists/search.ts';
import { listDeps, prefetch } from './prefetch.ts';
import { needs } from './root.tsx';
import { billing, invoice, statement } from './tenant-billing.tsx';
import { call, calls, mailboxes, recordings, voicemail } from './tenant-calls.tsx';
import { flow, flows, media, numberList, numberLists, schedule, schedules } from './tenant-flows.tsx';
import { tenant } from './tenant-root.tsx';

const dashboard = createRoute({
  getParentRoute: () => tenant,
  path: '/',
  ...needs('extensions.read'),
  loader: ({ context: { client }, params }) =>
    prefetch(client, async () => (await import('../tenants/queries.ts')).summaryQuery(params.tenantId)),
  component: lazyPage(() => import('./DashboardPage.tsx'), 'DashboardPage'),
});

const extensions = createRoute({
  getParentRoute: () => tenant,
  path: '/extensions',
  ...needs('extensions.read'),
  validateSearch: readListSearch,
  loaderDeps: listDeps,
  loader: ({ context: { client }, params, deps }) =>
    prefetch(
      client,
      async () => (await import('../extensions/queries.ts')).extensionsList(params.tenantId, deps).query,
    ),
  component: lazyPage(() => import('../extensions/Extensions.tsx'), 'Extensions'),
});

const groups = createRoute({
  getParentRoute: () => tenant,
  path: '/groups',
  ...needs('groups.read'),
  validateSearch: readListSearch,
  loaderDeps: listDeps,
  loader: ({ context: { client }, params, deps }) =>
    prefetch(client, async () => (await import('../groups/queries.ts')).groupsList(params.tenantId, deps).query),
  component: lazyPage(() => import('../groups/Groups.tsx'), 'Groups'),
});

const numbers = createRoute({
  getParentRoute: () => tenant,
  path: '/numbers',
  ...needs('routing.read'),
  validateSearch: readListSearch,
  loaderDeps: listDeps,
  loader: ({ context: { client }, params, deps }) =>
    prefetch(
      client,
      async () => (await import('../numbers/queries.ts')).tenantNumbersList(params.tenantId, deps).query,
    ),
  component: lazyPage(() => import('../numbers/TenantNumbers.tsx'), 'TenantNumbers'),
});

const users = createRoute({
  getParentRoute: () => tenant,
  path: '/users',
  ...needs('tenant-users.read'),
  validateSearch: readListSearch,
  loaderDeps: listDeps,
  loader: ({ context: { client }, params, deps }) =>
    prefetch(client, async () => (await import('../people/queries.ts')).tenantUsersList(params.tenantId, deps).query),
  component: lazyPage(() => import('../people/TenantUsers.tsx'), 'TenantUsers'),
});

const directory = createRoute({
  getParentRoute: () => tenant,
  path: '/directory',
  ...needs('directory.read'),
  validateSearch: readListSearch,
  loaderDeps: listDeps,
  loader: ({ context: { client }, params, deps }) =>
    prefetch(client, async () => (await import('../directory/queries.ts')).directoryList(params.tenantId, deps).query),
  component: lazyPage(() => import('../directory/Directory.tsx'), 'Directory'),
});

const contacts = createRoute({
  getParentRoute: () => tenant,
  path: '/contacts',
  ...needs('contacts.read'),
  validateSearch: readListSearch,
  loaderDeps: listDeps,
  loader: ({ context: { client }, params, deps }) =>
    prefetch(client, async () => (await import('../contacts/queries.ts')).contactsList(params.tenantId, deps).query),
  component: lazyPage(() => import('../contacts/Contacts.tsx'), 'Contacts'),
});

const activity = createRoute({
  getParentRoute: () => tenant,
  path: '/activity',
  ...needs('tenant-audit.read'),
  validateSearch: readListSearch,
  loaderDeps: listDeps,
  loader: ({ context: { client }, params, deps }) =>
    prefetch(client, async () => (await import('../audit/queries.ts')).activityList(params.tenantId, deps).query),
  component: lazyPage(() => import('./ActivityPage.tsx'), 'ActivityPage'),
});

const apiKeys = createRoute({
  getParentRoute: () => tenant,
  path: '/api-keys',
  ...needs('tenant-keys.read'),
  validateSearch: readListSearch,
  component: lazyPage(() => import('../api-keys/TenantKeys.tsx'), 'TenantKeys'),
});

const apiRequests = createRoute({
  getParentRoute: () => tenant,
  path: '/api-requests',
  ...needs('tenant-keys.read'),
  validateSearch: readRequestsSearch,
  component: lazyPage(() => import('../api-requests/TenantApiRequests.tsx'), 'TenantApiRequests'),
});

const settings = createRoute({
  getParentRoute: () => tenant,
  path: '/settings',
  ...needs('extensions.read'),
  component: lazyPage(() => import('./TenantSettingsPage.tsx'), 'TenantSettingsPage'),
});

const outboundCalls = createRoute({
  getParentRoute: () => tenant,
  path: '/outbound-calls',
  ...needs('outbound.read'),
  component: lazyPage(() => import('../outbound/Outbound.tsx'), 'Outbound'),
});

const limits = createRoute({
  getParentRoute: () => tenant,
  path: '/limits',
  ...needs('usage.read'),
  component: lazyPage(() => import('../limits/TenantLimits.tsx'), 'TenantLimits'),
});

export const tenantRoute = tenant.addChildren([
  dashboard,
  extensions,
  groups,
  flows,
  flow,
  schedules,
  schedule,
  numberLists,
  numberList,
  numbers,
  users,
  directory,
  contacts,
  calls,
  voicemail,
  mailboxes,
  call,
  recordings,
  media,
  activity,
  apiKeys,
  apiRequests,
  settings,
  outboundCalls,
  limits,
  billing,
  statement,
  invoice,
]);

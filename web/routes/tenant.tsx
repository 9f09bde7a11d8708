import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '../app/lazy-page.ts';
import { readRequestsSearch } from '../api-requests/requests-search.ts';
import { readCallsSearch } from '../calls/calls-search.ts';
import { readRecordingsSearch } from '../recordings/recordings-search.ts';
import { readListSearch } from '../kit/lists/search.ts';
import { readVoicemailSearch } from '../voicemail/voicemail-search.ts';
import { listDeps, prefetch } from './prefetch.ts';
import { needs } from './root.tsx';
import { billing, invoice, statement } from './tenant-billing.tsx';
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

const flows = createRoute({
  getParentRoute: () => tenant,
  path: '/flows',
  ...needs('flows.read'),
  validateSearch: readListSearch,
  loaderDeps: listDeps,
  loader: ({ context: { client }, params, deps }) =>
    prefetch(client, async () => (await import('../flows/queries.ts')).flowsList(params.tenantId, deps).query),
  component: lazyPage(() => import('../flows/FlowsPage.tsx'), 'FlowsPage'),
});

const flow = createRoute({
  getParentRoute: () => tenant,
  path: '/flows/$flowId',
  ...needs('flows.read'),
  component: lazyPage(() => import('../flows/FlowPage.tsx'), 'FlowPage'),
});

const schedules = createRoute({
  getParentRoute: () => tenant,
  path: '/schedules',
  ...needs('schedules.read'),
  validateSearch: readListSearch,
  loaderDeps: listDeps,
  loader: ({ context: { client }, params, deps }) =>
    prefetch(client, async () => (await import('../schedules/queries.ts')).schedulesList(params.tenantId, deps).query),
  component: lazyPage(() => import('../schedules/Schedules.tsx'), 'Schedules'),
});

const schedule = createRoute({
  getParentRoute: () => tenant,
  path: '/schedules/$scheduleId',
  ...needs('schedules.read'),
  component: lazyPage(() => import('../schedules/SchedulePage.tsx'), 'SchedulePage'),
});

const numberLists = createRoute({
  getParentRoute: () => tenant,
  path: '/number-lists',
  ...needs('number-lists.read'),
  validateSearch: readListSearch,
  loaderDeps: listDeps,
  loader: ({ context: { client }, params, deps }) =>
    prefetch(
      client,
      async () => (await import('../number-lists/queries.ts')).numberListsList(params.tenantId, deps).query,
    ),
  component: lazyPage(() => import('../number-lists/NumberLists.tsx'), 'NumberLists'),
});

const numberList = createRoute({
  getParentRoute: () => tenant,
  path: '/number-lists/$numberListId',
  ...needs('number-lists.read'),
  validateSearch: readListSearch,
  component: lazyPage(() => import('../number-lists/NumberListPage.tsx'), 'NumberListPage'),
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

const calls = createRoute({
  getParentRoute: () => tenant,
  path: '/calls',
  ...needs('call-history.read'),
  validateSearch: readCallsSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { client }, params, deps }) => {
    // days are those of the tenant's zone, which is not known yet
    if (deps.from || deps.to) return;
    prefetch(client, async () => (await import('../calls/queries.ts')).callsList(params.tenantId, 'UTC', deps).query);
  },
  component: lazyPage(() => import('./CallsPage.tsx'), 'CallsPage'),
});

const voicemail = createRoute({
  getParentRoute: () => tenant,
  path: '/voicemail',
  ...needs('voicemail.read'),
  validateSearch: readVoicemailSearch,
  loaderDeps: listDeps,
  loader: ({ context: { client }, params, deps }) =>
    prefetch(client, async () => (await import('../voicemail/queries.ts')).voicemailList(params.tenantId, deps).query),
  component: lazyPage(() => import('../voicemail/Voicemail.tsx'), 'Voicemail'),
});

const mailboxes = createRoute({
  getParentRoute: () => tenant,
  path: '/mailboxes',
  ...needs('mailboxes.read'),
  validateSearch: readListSearch,
  loaderDeps: listDeps,
  loader: ({ context: { client }, params, deps }) =>
    prefetch(client, async () => (await import('../voicemail/queries.ts')).mailboxesList(params.tenantId, deps).query),
  component: lazyPage(() => import('../voicemail/Mailboxes.tsx'), 'Mailboxes'),
});

const call = createRoute({
  getParentRoute: () => tenant,
  path: '/calls/$callId',
  ...needs('call-history.read'),
  loader: ({ context: { client }, params }) =>
    prefetch(client, async () => (await import('../calls/queries.ts')).callQuery(params.tenantId, params.callId)),
  component: lazyPage(() => import('../calls/CallPage.tsx'), 'CallPage'),
});

const recordings = createRoute({
  getParentRoute: () => tenant,
  path: '/recordings',
  ...needs('recordings.read'),
  validateSearch: readRecordingsSearch,
  loaderDeps: listDeps,
  loader: ({ context: { client }, params, deps }) =>
    prefetch(
      client,
      async () => (await import('../recordings/queries.ts')).recordingsList(params.tenantId, deps).query,
    ),
  component: lazyPage(() => import('../recordings/Recordings.tsx'), 'Recordings'),
});

const media = createRoute({
  getParentRoute: () => tenant,
  path: '/media',
  ...needs('media.read'),
  validateSearch: readListSearch,
  loaderDeps: listDeps,
  loader: ({ context: { client }, params, deps }) =>
    prefetch(client, async () => (await import('../media/queries.ts')).mediaList(params.tenantId, deps).query),
  component: lazyPage(() => import('../media/MediaLibrary.tsx'), 'MediaLibrary'),
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

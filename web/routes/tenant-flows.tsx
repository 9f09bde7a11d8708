import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '../app/lazy-page.ts';
import { readListSearch } from '../kit/lists/search.ts';
import { listDeps, prefetch } from './prefetch.ts';
import { needs } from './root.tsx';
import { tenant } from './tenant-root.tsx';

export const flows = createRoute({
  getParentRoute: () => tenant,
  path: '/flows',
  ...needs('flows.read'),
  validateSearch: readListSearch,
  loaderDeps: listDeps,
  loader: ({ context: { client }, params, deps }) =>
    prefetch(client, async () => (await import('../flows/queries.ts')).flowsList(params.tenantId, deps).query),
  component: lazyPage(() => import('../flows/FlowsPage.tsx'), 'FlowsPage'),
});

export const flow = createRoute({
  getParentRoute: () => tenant,
  path: '/flows/$flowId',
  ...needs('flows.read'),
  component: lazyPage(() => import('../flows/FlowPage.tsx'), 'FlowPage'),
});

export const schedules = createRoute({
  getParentRoute: () => tenant,
  path: '/schedules',
  ...needs('schedules.read'),
  validateSearch: readListSearch,
  loaderDeps: listDeps,
  loader: ({ context: { client }, params, deps }) =>
    prefetch(client, async () => (await import('../schedules/queries.ts')).schedulesList(params.tenantId, deps).query),
  component: lazyPage(() => import('../schedules/Schedules.tsx'), 'Schedules'),
});

export const schedule = createRoute({
  getParentRoute: () => tenant,
  path: '/schedules/$scheduleId',
  ...needs('schedules.read'),
  component: lazyPage(() => import('../schedules/SchedulePage.tsx'), 'SchedulePage'),
});

export const numberLists = createRoute({
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

export const numberList = createRoute({
  getParentRoute: () => tenant,
  path: '/number-lists/$numberListId',
  ...needs('number-lists.read'),
  validateSearch: readListSearch,
  component: lazyPage(() => import('../number-lists/NumberListPage.tsx'), 'NumberListPage'),
});

export const media = createRoute({
  getParentRoute: () => tenant,
  path: '/media',
  ...needs('media.read'),
  validateSearch: readListSearch,
  loaderDeps: listDeps,
  loader: ({ context: { client }, params, deps }) =>
    prefetch(client, async () => (await import('../media/queries.ts')).mediaList(params.tenantId, deps).query),
  component: lazyPage(() => import('../media/MediaLibrary.tsx'), 'MediaLibrary'),
});

import type { QueryClient } from '@tanstack/react-query';
import { createRouter } from '@tanstack/react-router';
import { ErrorPage } from '../app/ErrorPage.tsx';
import { parseSearch, stringifySearch } from '../kit/lists/search.ts';
import { NotFound } from '../kit/pages/NotFound.tsx';
import { accountRoute, authRoutes } from './auth.tsx';
import { operatorRoutes } from './operator.tsx';
import { partnerRoutes } from './partner.tsx';
import { authenticated, root } from './root.tsx';
import { tenantRoute } from './tenant.tsx';

const routeTree = root.addChildren([
  ...authRoutes,
  authenticated.addChildren([accountRoute, ...partnerRoutes, tenantRoute, ...operatorRoutes]),
]);

export function makeRouter(client: QueryClient) {
  return createRouter({
    routeTree,
    context: { client },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultNotFoundComponent: NotFound,
    defaultErrorComponent: ErrorPage,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
  // the cursors of the previous pages, because a URL contains only its own
  interface HistoryState {
    before?: string[];
  }
}

import './configure-zod.ts';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError, onSignedOut } from './kit/session/api.ts';
import { endSession, sessionQuery } from './kit/session/session.ts';
import { makeRouter } from './routes/router.ts';
import { UiProvider } from './ui/UiProvider.tsx';

/** Error codes that mean that the session has changed. */
const SESSION_CODES = new Set(['tenant_suspended', 'tenant_cancelled', 'forbidden']);
const recheckSession = (error: Error) => {
  if (error instanceof ApiError && SESSION_CODES.has(error.code)) void queryClient.invalidateQueries(sessionQuery);
};

const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: recheckSession }),
  mutationCache: new MutationCache({ onError: recheckSession }),
  defaultOptions: {
    queries: {
      networkMode: 'always',
      refetchOnReconnect: true,
      staleTime: 5000,
      // retry only if the server couldn't be reached, because it would refuse again
      retry: (count, error) => count < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 500),
    },
    // offline, fail at once instead of queueing an action that would run later unexpectedly
    mutations: { networkMode: 'always' },
  },
});

onSignedOut(() => endSession(queryClient));

const router = makeRouter(queryClient);
// load the page's code in parallel with the session
for (const { routeId } of router.matchRoutes(router.latestLocation.pathname, router.latestLocation.search)) {
  const { component } = router.routesById[routeId].options as {
    component?: { preload?: () => Promise<unknown> };
  };
  void component?.preload?.();
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <UiProvider>
        <RouterProvider router={router} />
      </UiProvider>
    </QueryClientProvider>
  </StrictMode>,
);

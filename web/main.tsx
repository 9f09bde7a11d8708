import './configure-zod.ts';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError, onSignedOut } from './kit/session/api.ts';
import { makeRouter } from './routes/router.ts';
import { endSession, sessionQuery } from './kit/session/session.ts';
import { UiProvider } from './ui/UiProvider.tsx';

/** These say that what the page believes of the session is no longer so. */
const SESSION_CODES = new Set(['tenant_suspended', 'tenant_cancelled', 'forbidden']);
const lookAgain = (error: Error) => {
  if (error instanceof ApiError && SESSION_CODES.has(error.code)) void queryClient.invalidateQueries(sessionQuery);
};

const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: lookAgain }),
  mutationCache: new MutationCache({ onError: lookAgain }),
  defaultOptions: {
    queries: {
      networkMode: 'always',
      refetchOnReconnect: true,
      staleTime: 5000,
      // what the server refused it will refuse again; only what did not reach it is worth another try
      retry: (count, error) => count < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 500),
    },
    // offline, it fails and says so: if it were queued, it would run after the user has changed their mind
    mutations: { networkMode: 'always' },
  },
});

onSignedOut(() => endSession(queryClient));

const router = makeRouter(queryClient);
// the code of the page is on its way while the session is still being asked for
for (const { routeId } of router.matchRoutes(router.latestLocation)) {
  const { component } = router.routesById[routeId as keyof typeof router.routesById].options as {
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

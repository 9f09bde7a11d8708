import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, notFound, redirect } from '@tanstack/react-router';
import type { Permission } from '../../src/people/rules.ts';
import { ErrorPage, NotFoundPage } from '../app/ErrorPage.tsx';
import { lazyPage } from '../app/lazy-page.ts';
import { sessionQuery } from '../kit/session/session.ts';

type Context = { client: QueryClient };

export const root = createRootRouteWithContext<Context>()({
  notFoundComponent: NotFoundPage,
  errorComponent: ErrorPage,
});

/** The parent of every page after sign-in. */
export const authenticated = createRoute({
  getParentRoute: () => root,
  id: 'authenticated',
  beforeLoad: async ({ context, location }) => {
    const session = await context.client.query({ ...sessionQuery, staleTime: 'static' });
    if (!session) throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } });
    return { session };
  },
  component: lazyPage(() => import('../app/Shell.tsx'), 'Shell'),
});

/** Without the permission, a page looks as if it didn't exist. */
export const needs = (permission: Permission) => ({
  beforeLoad: ({ context }: { context: { session: { permissions: string[] } } }) => {
    if (!context.session.permissions.includes(permission)) throw notFound();
  },
});

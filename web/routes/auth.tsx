import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '../app/lazy-page.ts';
import { isOwnAddress } from '../kit/lists/search.ts';
import { authenticated, root } from './root.tsx';

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { to?: string } =>
    isOwnAddress(search.to) ? { to: search.to } : {},
  component: lazyPage(() => import('../auth/SignIn.tsx'), 'SignIn'),
});

const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: '/forgot-password',
  component: lazyPage(() => import('../auth/ForgotPassword.tsx'), 'ForgotPassword'),
});

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazyPage(() => import('../auth/Welcome.tsx'), 'Welcome'),
});

export const authRoutes = [signIn, forgotPassword, welcome] as const;

/** The user's own account, for every role. */
export const accountRoute = createRoute({
  getParentRoute: () => authenticated,
  path: '/account',
  component: lazyPage(() => import('../account/Account.tsx'), 'Account'),
});

import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '../app/lazy-page.ts';
import { authenticated, needs } from './root.tsx';

/** The parent of a tenant's pages, for its own users and its partner's. */
export const tenant = createRoute({
  getParentRoute: () => authenticated,
  path: '/tenants/$tenantId',
  ...needs('tenant.read'),
  component: lazyPage(() => import('./TenantLayout.tsx'), 'TenantLayout'),
});

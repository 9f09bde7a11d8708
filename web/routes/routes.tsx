import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, notFound, redirect } from '@tanstack/react-router';
import type { Permission } from '../../src/people/rules.ts';
import type { Tenant } from '../../src/tenants/contract.ts';
import { lazyPage } from '../app/lazy-page.ts';
import { listQuery } from '../kit/list-query.ts';
import {
  isOwnAddress,
  parseSearch,
  readAuditSearch,
  readOperatorTenantSearch,
  readListSearch,
  readNumbersSearch,
  readTenantsSearch,
  stringifySearch,
} from '../kit/search.ts';
import { homeOf, sessionQuery } from '../kit/session.ts';
import { Nothing, NothingAlone, ErrorPage } from '../app/ErrorPage.tsx';
import { tenantsList } from '../tenants/tenants-query.ts';

type Context = { client: QueryClient };

const root = createRootRouteWithContext<Context>()({ notFoundComponent: NothingAlone, errorComponent: ErrorPage });

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

/** Everything for somebody signed in. */
const authenticated = createRoute({
  getParentRoute: () => root,
  id: 'authenticated',
  beforeLoad: async ({ context, location }) => {
    const session = await context.client.ensureQueryData(sessionQuery);
    if (!session) throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } });
    return { session };
  },
  component: lazyPage(() => import('../app/Shell.tsx'), 'Shell'),
});

/** A page that this user may not see is not there for it. */
const needs = (permission: Permission) => ({
  beforeLoad: ({ context }: { context: { session: { permissions: string[] } } }) => {
    if (!context.session.permissions.includes(permission)) throw notFound();
  },
});

const front = createRoute({
  getParentRoute: () => authenticated,
  path: '/',
  beforeLoad: ({ context }) => {
    const home = homeOf(context.session);
    if (home !== '/') throw redirect({ to: home, replace: true });
  },
  component: lazyPage(() => import('../home/PartnerHome.tsx'), 'PartnerHome'),
});

/** For everybody, whatever the role. */
const account = createRoute({
  getParentRoute: () => authenticated,
  path: '/account',
  component: lazyPage(() => import('../account/Account.tsx'), 'Account'),
});

const tenants = createRoute({
  getParentRoute: () => authenticated,
  path: '/tenants',
  ...needs('tenants.read'),
  validateSearch: readTenantsSearch,
  loaderDeps: ({ search }) => search,
  // the rows are asked for while the page itself is still on its way
  loader: ({ context, deps }) => void context.client.prefetchQuery(listQuery<Tenant>(tenantsList(deps))),
  component: lazyPage(() => import('../tenants/Tenants.tsx'), 'Tenants'),
});

const tenantDefaults = createRoute({
  getParentRoute: () => authenticated,
  path: '/tenant-defaults',
  ...needs('defaults.read'),
  component: lazyPage(() => import('../tenants/TenantDefaults.tsx'), 'TenantDefaultsPage'),
});

const limits = createRoute({
  getParentRoute: () => authenticated,
  path: '/limits',
  ...needs('limits.read'),
  validateSearch: readListSearch,
  component: lazyPage(() => import('../limits/Limits.tsx'), 'Limits'),
});

const numbers = createRoute({
  getParentRoute: () => authenticated,
  path: '/numbers',
  ...needs('numbers.read'),
  validateSearch: readNumbersSearch,
  component: lazyPage(() => import('../numbers/Numbers.tsx'), 'Numbers'),
});

const team = createRoute({
  getParentRoute: () => authenticated,
  path: '/team',
  ...needs('team.read'),
  validateSearch: readListSearch,
  component: lazyPage(() => import('../people/Team.tsx'), 'Team'),
});

const partnerSettings = createRoute({
  getParentRoute: () => authenticated,
  path: '/settings',
  ...needs('support.read'),
  component: lazyPage(() => import('../support/PartnerSettings.tsx'), 'Settings'),
});

const audit = createRoute({
  getParentRoute: () => authenticated,
  path: '/audit',
  ...needs('audit.read'),
  validateSearch: readAuditSearch,
  component: lazyPage(() => import('../audit/PartnerAudit.tsx'), 'Audit'),
});

/** Inside one tenant: the same pages for its own people and for its partner's. */
const tenant = createRoute({
  getParentRoute: () => authenticated,
  path: '/tenants/$tenantId',
  ...needs('extensions.read'),
  component: lazyPage(() => import('./TenantLayout.tsx'), 'TenantLayout'),
});

const dashboard = createRoute({
  getParentRoute: () => tenant,
  path: '/',
  component: lazyPage(() => import('../tenants/Dashboard.tsx'), 'Dashboard'),
});

const extensions = createRoute({
  getParentRoute: () => tenant,
  path: '/extensions',
  ...needs('extensions.read'),
  validateSearch: readListSearch,
  component: lazyPage(() => import('../extensions/Extensions.tsx'), 'Extensions'),
});

const tenantNumbers = createRoute({
  getParentRoute: () => tenant,
  path: '/numbers',
  ...needs('routing.read'),
  validateSearch: readListSearch,
  component: lazyPage(() => import('../numbers/TenantNumbers.tsx'), 'TenantNumbers'),
});

const tenantUsers = createRoute({
  getParentRoute: () => tenant,
  path: '/users',
  ...needs('tenant-users.read'),
  validateSearch: readListSearch,
  component: lazyPage(() => import('../people/TenantUsers.tsx'), 'TenantUsers'),
});

const calls = createRoute({
  getParentRoute: () => tenant,
  path: '/calls',
  ...needs('calls.read'),
  validateSearch: readListSearch,
  component: lazyPage(() => import('../calls/Calls.tsx'), 'Calls'),
});

const activity = createRoute({
  getParentRoute: () => tenant,
  path: '/activity',
  ...needs('tenant-audit.read'),
  validateSearch: readListSearch,
  component: lazyPage(() => import('../audit/Activity.tsx'), 'Activity'),
});

const settings = createRoute({
  getParentRoute: () => tenant,
  path: '/settings',
  ...needs('extensions.read'),
  component: lazyPage(() => import('../tenants/TenantSettings.tsx'), 'Settings'),
});

const tenantOutbound = createRoute({
  getParentRoute: () => tenant,
  path: '/outbound-calls',
  ...needs('outbound.read'),
  component: lazyPage(() => import('../outbound/Outbound.tsx'), 'Outbound'),
});

const tenantLimits = createRoute({
  getParentRoute: () => tenant,
  path: '/limits',
  ...needs('limits.read'),
  component: lazyPage(() => import('../limits/TenantLimits.tsx'), 'TenantLimits'),
});

const operatorPartners = createRoute({
  getParentRoute: () => authenticated,
  path: '/operator/partners',
  ...needs('operator.partners'),
  validateSearch: readListSearch,
  component: lazyPage(() => import('../partners/Partners.tsx'), 'Partners'),
});

const operatorPartner = createRoute({
  getParentRoute: () => authenticated,
  path: '/operator/partners/$partnerId',
  ...needs('operator.partners'),
  component: lazyPage(() => import('../partners/PartnerPage.tsx'), 'PartnerPage'),
});

const operatorAudit = createRoute({
  getParentRoute: () => authenticated,
  path: '/operator/audit',
  ...needs('operator.audit'),
  validateSearch: readAuditSearch,
  component: lazyPage(() => import('../audit/OperatorAudit.tsx'), 'OperatorAudit'),
});

const operatorTrunks = createRoute({
  getParentRoute: () => authenticated,
  path: '/operator/trunks',
  ...needs('operator.trunks'),
  validateSearch: readListSearch,
  component: lazyPage(() => import('../trunks/Trunks.tsx'), 'Trunks'),
});

const operatorMail = createRoute({
  getParentRoute: () => authenticated,
  path: '/operator/mail',
  ...needs('operator.mail'),
  validateSearch: readListSearch,
  component: lazyPage(() => import('../mail/Mail.tsx'), 'MailPage'),
});

const operatorTenants = createRoute({
  getParentRoute: () => authenticated,
  path: '/operator/tenants',
  ...needs('operator.tenants'),
  validateSearch: readOperatorTenantSearch,
  component: lazyPage(() => import('../tenants/OperatorTenant.tsx'), 'TenantPage'),
});

const operatorHealth = createRoute({
  getParentRoute: () => authenticated,
  path: '/operator/health',
  ...needs('operator.health'),
  validateSearch: readListSearch,
  component: lazyPage(() => import('../health/Health.tsx'), 'HealthPage'),
});

const operatorSecurity = createRoute({
  getParentRoute: () => authenticated,
  path: '/operator/security',
  ...needs('operator.security'),
  component: lazyPage(() => import('../people/Security.tsx'), 'OperatorSecurity'),
});

const tree = root.addChildren([
  signIn,
  forgotPassword,
  welcome,
  authenticated.addChildren([
    front,
    account,
    tenants,
    tenantDefaults,
    limits,
    numbers,
    team,
    audit,
    partnerSettings,
    tenant.addChildren([
      dashboard,
      extensions,
      tenantNumbers,
      tenantUsers,
      calls,
      activity,
      settings,
      tenantOutbound,
      tenantLimits,
    ]),
    operatorPartners,
    operatorPartner,
    operatorAudit,
    operatorTrunks,
    operatorMail,
    operatorTenants,
    operatorSecurity,
    operatorHealth,
  ]),
]);

export function makeRouter(client: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { client },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultNotFoundComponent: Nothing,
    defaultErrorComponent: ErrorPage,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
  // the cursors of the pages before this one: an address names only its own
  interface HistoryState {
    before?: string[];
  }
}

import { useQuery } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import type { Permission } from '../../src/people/rules.ts';
import { useDialogAddress } from '../kit/dialog-address.ts';
import { ApiError } from '../kit/api.ts';
import { SandboxBadge } from '../kit/SandboxBadge.tsx';
import { StatusBadge } from '../kit/StatusBadge.tsx';
import { anyTenantQuery } from '../kit/tenants-query.ts';
import { useMay, usePermissionReason, useSession } from '../kit/session.ts';
import { Button } from '../ui/Button.tsx';
import { NotLoaded } from '../ui/NotLoaded.tsx';
import { NotUpToDate } from '../ui/NotUpToDate.tsx';
import { Zone } from '../ui/Time.tsx';
import { TenantContext, useAnyTenant, useTenant, useTenantId } from '../kit/tenant-context.ts';
import styles from './tenant-layout.module.css';
import { HelpLine } from '../support/HelpLine.tsx';
import { CapBanner } from '../limits/CapBanner.tsx';
import { SandboxBanner } from '../tenants/SandboxBanner.tsx';
import { StatusBanner } from '../tenants/StatusBanner.tsx';
import { reactivateDisabledReason, editDisabledReason } from '../tenants/status-rules.ts';
import { NotFound } from '../kit/NotFound.tsx';

const TenantDialogs = lazy(() => import('../tenants/TenantDialogs.tsx'));

const LAYOUT_DIALOGS = ['edit-tenant', 'suspend-tenant', 'reactivate-tenant'] as const;

type TenantPage = { label: string; to: string; needs: Permission };

/** The tenant's pages as its people look for them. */
const GROUPS: readonly { label: string | null; pages: readonly TenantPage[] }[] = [
  { label: null, pages: [{ label: 'Dashboard', to: '/tenants/$tenantId', needs: 'extensions.read' }] },
  {
    label: 'People',
    pages: [
      { label: 'Extensions', to: '/tenants/$tenantId/extensions', needs: 'extensions.read' },
      { label: 'Groups', to: '/tenants/$tenantId/groups', needs: 'groups.read' },
      { label: 'Users', to: '/tenants/$tenantId/users', needs: 'tenant-users.read' },
      { label: 'Directory', to: '/tenants/$tenantId/directory', needs: 'directory.read' },
      { label: 'Contacts', to: '/tenants/$tenantId/contacts', needs: 'contacts.read' },
    ],
  },
  {
    label: 'Call routing',
    pages: [
      { label: 'Numbers', to: '/tenants/$tenantId/numbers', needs: 'routing.read' },
      { label: 'Call flows', to: '/tenants/$tenantId/flows', needs: 'flows.read' },
      { label: 'Schedules', to: '/tenants/$tenantId/schedules', needs: 'schedules.read' },
      { label: 'Number lists', to: '/tenants/$tenantId/number-lists', needs: 'number-lists.read' },
      { label: 'Media', to: '/tenants/$tenantId/media', needs: 'media.read' },
      { label: 'Outbound calls', to: '/tenants/$tenantId/outbound-calls', needs: 'outbound.read' },
    ],
  },
  {
    label: 'History',
    pages: [
      { label: 'Calls', to: '/tenants/$tenantId/calls', needs: 'call-history.read' },
      { label: 'Voicemail', to: '/tenants/$tenantId/voicemail', needs: 'voicemail.read' },
      { label: 'Recordings', to: '/tenants/$tenantId/recordings', needs: 'recordings.read' },
      { label: 'Activity', to: '/tenants/$tenantId/activity', needs: 'tenant-audit.read' },
    ],
  },
  {
    label: 'Account',
    pages: [
      { label: 'Billing', to: '/tenants/$tenantId/billing', needs: 'tenant-invoices.read' },
      { label: 'Usage & limits', to: '/tenants/$tenantId/limits', needs: 'usage.read' },
      { label: 'API keys', to: '/tenants/$tenantId/api-keys', needs: 'tenant-keys.read' },
      { label: 'Settings', to: '/tenants/$tenantId/settings', needs: 'extensions.read' },
    ],
  },
];

/** Around the pages of one tenant. Its partner's people see the very same pages, under a breadcrumb. */
export function TenantLayout() {
  const tenantId = useTenantId();
  const session = useSession();
  const mayManage = useMay('extensions.read');
  const {
    data: tenant,
    error,
    dataUpdatedAt,
    refetch,
  } = useQuery({ ...anyTenantQuery(tenantId), refetchInterval: 30_000 });
  if (error instanceof ApiError && error.status === 404) return <NotFound />;
  if (error && !tenant) {
    return <NotLoaded title="Couldn’t load this tenant" error={error} again={refetch} />;
  }
  if (!tenant) return <output>Loading…</output>;
  return (
    // what is typed for one tenant is never saved to another
    <TenantContext key={tenant.id} value={tenant}>
      <Zone value={tenant.timezone}>
        <div className={styles.frame}>
          {session.tenant ? <p className={styles.crumbs}>{tenant.name}</p> : <PartnersView />}
          <TenantNav />
          <div className={styles.main}>
            <SandboxBanner />
            {session.tenant && mayManage && (
              <>
                <StatusBanner />
                <CapBanner />
              </>
            )}
            {error && <NotUpToDate error={error} since={dataUpdatedAt} />}
            <Outlet />
            {session.tenant && <HelpLine />}
          </div>
        </div>
      </Zone>
    </TenantContext>
  );
}

/** The way to the tenant's pages: beside them where there is room, and above them otherwise. */
function TenantNav() {
  const tenantId = useTenantId();
  const { name } = useAnyTenant();
  const { permissions } = useSession();
  return (
    <nav className={styles.nav} aria-label={`Pages of ${name}`}>
      {GROUPS.map(({ label, pages }) => {
        const allowed = pages.filter((page) => permissions.includes(page.needs));
        if (allowed.length === 0) return null;
        return (
          <div key={label} className={styles.group}>
            {label && <p className={styles.groupName}>{label}</p>}
            {allowed.map((page) => (
              <Link
                key={page.to}
                to={page.to}
                params={{ tenantId }}
                activeOptions={{ exact: page.label === 'Dashboard', includeSearch: false }}
                className={styles.page}
              >
                {page.label}
              </Link>
            ))}
          </div>
        );
      })}
    </nav>
  );
}

/** Above the tenant's pages, for its partner's people: which tenant they are in, and what they can do with it. */
function PartnersView() {
  const tenant = useTenant();
  const reason = usePermissionReason('tenants.write');
  const { dialog, id, open, close } = useDialogAddress(LAYOUT_DIALOGS);
  const suspendable = tenant.allowed.includes('SUSPENDED');
  return (
    <>
      <div className={styles.head}>
        <nav aria-label="Breadcrumb" className={styles.crumbs}>
          <Link to="/tenants">Tenants</Link>
          <span className={styles.arrow}>{' → '}</span>
          <span aria-current="location" className={styles.here}>
            {tenant.name}
          </span>
        </nav>
        {tenant.sandbox && <SandboxBadge />}
        <StatusBadge status={tenant.status} />
        <div className={styles.acts}>
          {suspendable ? (
            <Button small disabledReason={reason} onClick={() => open('suspend-tenant', tenant.id)}>
              Suspend
            </Button>
          ) : (
            <Button
              small
              kind="primary"
              disabledReason={reason ?? reactivateDisabledReason(tenant)}
              onClick={() => open('reactivate-tenant', tenant.id)}
            >
              Reactivate
            </Button>
          )}
          <Button
            small
            disabledReason={reason ?? editDisabledReason(tenant)}
            onClick={() => open('edit-tenant', tenant.id)}
          >
            Edit tenant
          </Button>
        </div>
      </div>
      <StatusBanner />
      <CapBanner />
      <Suspense>{dialog && <TenantDialogs dialog={dialog} tenantId={id} onClose={close} />}</Suspense>
    </>
  );
}

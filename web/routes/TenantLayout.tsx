import { useQuery } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useDialogAddress } from '../kit/forms/dialog-address.ts';
import { anyTenantQuery } from '../kit/lists/tenants-query.ts';
import { FailedPage } from '../kit/pages/FailedPage.tsx';
import { NotFound } from '../kit/pages/NotFound.tsx';
import { ApiError } from '../kit/session/api.ts';
import { useMay, usePermissionReason, useSession } from '../kit/session/session.ts';
import { TenantContext, useTenant, useTenantId } from '../kit/session/tenant-context.ts';
import { SandboxBadge } from '../kit/words/SandboxBadge.tsx';
import { StatusBadge } from '../kit/words/StatusBadge.tsx';
import { CapBanner } from '../limits/CapBanner.tsx';
import { HelpLine } from '../support/HelpLine.tsx';
import { SandboxBanner } from '../tenants/SandboxBanner.tsx';
import { reactivateDisabledReason, editDisabledReason } from '../tenants/status/status-rules.ts';
import { StatusBanner } from '../tenants/status/StatusBanner.tsx';
import { Button } from '../ui/Button.tsx';
import { Waiting } from '../ui/Progress.tsx';
import { StaleNotice } from '../ui/StaleNotice.tsx';
import { Zone } from '../ui/Time.tsx';
import { TenantNav } from './TenantNav.tsx';
import styles from './tenant-layout.module.css';

const TenantDialogs = lazy(() => import('../tenants/TenantDialogs.tsx'));

const LAYOUT_DIALOGS = ['edit-tenant', 'suspend-tenant', 'reactivate-tenant'] as const;

/** The layout of a tenant's pages. Its partner's team sees the same pages, with a breadcrumb. */
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
  if (error && !tenant)
    return (
      <FailedPage
        title={session.tenant ? 'Couldn’t load this page' : 'Couldn’t load this tenant'}
        error={error}
        again={refetch}
      />
    );
  if (!tenant) return <output>Loading…</output>;
  return (
    // keyed, so that input for one tenant is never saved to another
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
            {error && <StaleNotice error={error} since={dataUpdatedAt} />}
            <Outlet />
            {session.tenant && <HelpLine />}
          </div>
        </div>
      </Zone>
    </TenantContext>
  );
}

/** Shown above the tenant's pages to its partner's team: the tenant, and the actions on it. */
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
      <Suspense fallback={<Waiting />}>
        {dialog && <TenantDialogs dialog={dialog} tenantId={id} onClose={close} />}
      </Suspense>
    </>
  );
}

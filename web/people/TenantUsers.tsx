import { getRouteApi } from '@tanstack/react-router';
import { Users } from './Users.tsx';
import { useTenant, useTenantReason, useTitleEnd } from '../kit/tenant-context.ts';

const route = getRouteApi('/authenticated/tenants/$tenantId/users');
/** A plain user has nothing of their own to see yet, so nobody new is made one here. */
const ROLES = ['tenant_admin'] as const;

export function TenantUsers() {
  const tenant = useTenant();
  return (
    <Users
      title="Users"
      intro={`People who can sign in for ${tenant.name}.`}
      brand={useTitleEnd()}
      path={`/tenants/${tenant.id}/users`}
      roles={ROLES}
      withPassword
      disabledReason={useTenantReason('tenant-users.write')}
      search={route.useSearch()}
    />
  );
}

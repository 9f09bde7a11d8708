import { getRouteApi } from '@tanstack/react-router';
import { Users } from '../people/Users.tsx';
import { useTenant, useTenantReason, useTitleEnd } from './context.ts';

const route = getRouteApi('/inside/tenants/$tenantId/users');
const ROLES = ['tenant_admin', 'tenant_user'] as const;

export function TenantUsers() {
  const tenant = useTenant();
  return (
    <Users
      title="Users"
      intro={`Who can sign in for ${tenant.name}.`}
      brand={useTitleEnd()}
      path={`/tenants/${tenant.id}/users`}
      roles={ROLES}
      withPassword
      reason={useTenantReason('tenant-users.write')}
      search={route.useSearch()}
    />
  );
}

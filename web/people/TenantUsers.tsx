import { getRouteApi } from '@tanstack/react-router';
import { useChange } from '../kit/session/changes.ts';
import { useTenant, useTenantReason, useTitleEnd } from '../kit/session/tenant-context.ts';
import { tenantUserApi } from './user-api.ts';
import { Users } from './Users.tsx';

const route = getRouteApi('/authenticated/tenants/$tenantId/users');

export function TenantUsers() {
  const tenant = useTenant();
  return (
    <Users
      title="Users"
      intro={`People who can sign in for ${tenant.name}.`}
      brand={useTitleEnd()}
      api={tenantUserApi(useChange(), tenant.id)}
      disabledReason={useTenantReason('tenant-users.write')}
      search={route.useSearch()}
    />
  );
}

import { getRouteApi, Link } from '@tanstack/react-router';
import { useMay, useSession } from '../kit/session/session.ts';
import { useTenantId } from '../kit/session/tenant-context.ts';
import { useTenantKeyActs } from './key-acts.ts';
import { KeysPage } from './KeysPage.tsx';
import { tenantKeyQuery, tenantKeysList } from './queries.ts';

const route = getRouteApi('/authenticated/tenants/$tenantId/api-keys');

/** A tenant's own keys. Its partner can view and revoke them. */
export function TenantKeys() {
  const tenantId = useTenantId();
  const isOwn = useSession().tenant !== null;
  const requests = (
    <Link to="/tenants/$tenantId/api-requests" params={{ tenantId }}>
      Their requests
    </Link>
  );
  return (
    <KeysPage
      acts={useTenantKeyActs(tenantId)}
      list={tenantKeysList(tenantId, route.useSearch())}
      keyQuery={(keyId) => tenantKeyQuery(tenantId, keyId)}
      reason={null}
      makesKeys={useMay('tenant-keys.write')}
      intro={
        isOwn ? (
          <>
            Keys for your own programs. The <a href="/api/docs">API reference</a> lists what they can do. {requests}
          </>
        ) : (
          <>Keys that this tenant’s admins have made for their own programs. {requests}</>
        )
      }
    />
  );
}

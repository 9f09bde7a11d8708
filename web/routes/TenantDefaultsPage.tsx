import { brandOf, useSession } from '../kit/session/session.ts';
import { TenantDefaultsCard } from '../tenants/defaults/TenantDefaults.tsx';
import { Page } from '../ui/Page.tsx';

export function TenantDefaultsPage() {
  const session = useSession();
  return (
    <Page
      title="Tenant defaults"
      intro="What a new tenant starts with. Existing tenants don’t change."
      brand={brandOf(session)}
    >
      <TenantDefaultsCard />
    </Page>
  );
}

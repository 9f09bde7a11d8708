import { useQuery } from '@tanstack/react-query';
import { listManifests } from '../../../src/tenants/lifecycle/endpoints.ts';
import { Download } from '../../kit/lists/Download.tsx';
import { addressOf } from '../../kit/session/call.ts';
import { apiQuery } from '../../kit/session/queries.ts';
import { useTenant } from '../../kit/session/tenant-context.ts';
import { plural } from '../../ui/plural.ts';

/** What each deletion of this tenant did, for its partner's team. Shown even after it was reactivated. */
export function Manifests({ small = false }: { small?: boolean }) {
  const tenant = useTenant();
  const params = { tenantId: tenant.id };
  const { data } = useQuery(apiQuery(listManifests, { params }));
  // never deleted
  if (!data?.total) return null;
  return (
    <Download small={small} href={addressOf(listManifests, { params })} file={`${tenant.sipPrefix}-manifests.json`}>
      {plural(data.total, { one: 'Deletion manifest', other: 'Deletion manifests' })}
    </Download>
  );
}

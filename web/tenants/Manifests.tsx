import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { ManifestList } from '../../src/retention/contract.ts';
import { address, api } from '../kit/api.ts';
import { Download } from '../kit/Download.tsx';
import { useTenant } from '../kit/tenant-context.ts';

/** What each deletion of this tenant did, for its partner's people; also after it came back. */
export function Manifests({ small = false }: { small?: boolean }) {
  const tenant = useTenant();
  const path = `/tenants/${tenant.id}/manifests`;
  const { data } = useQuery({
    queryKey: ['tenants', 'manifests', tenant.id],
    queryFn: () => api.get<z.infer<typeof ManifestList>>(path),
  });
  // never deleted: there is none
  if (!data?.total) return null;
  return (
    <Download small={small} href={address(path)} file={`${tenant.sipPrefix}-manifests.json`}>
      Deletion manifest{data.total > 1 && 's'}
    </Download>
  );
}

import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { Preview } from '../../../src/tenants/lifecycle/contract.ts';
import { previewTenant } from '../../../src/tenants/lifecycle/endpoints.ts';
import { EffectList } from '../../kit/acts/EffectList.tsx';
import { call } from '../../kit/session/call.ts';
import { LoadError } from '../../ui/LoadError.tsx';
import { type Action, effectsOf } from './impact.ts';

export type TenantPreview = z.infer<typeof Preview>;

export const fetchPreview = (tenantId: string, action: Action, signal?: AbortSignal) =>
  call(previewTenant, { params: { tenantId }, body: { action }, ...(signal && { signal }) });

export const usePreview = (tenantId: string, action: Action) =>
  useQuery({
    queryKey: ['api', previewTenant.id, tenantId, action],
    queryFn: ({ signal }) => fetchPreview(tenantId, action, signal),
    staleTime: 0,
    gcTime: 0,
  });

/** The effects of a change of status, from a dry run. */
export function ImpactPreview({ tenantId, action }: { tenantId: string; action: Action }) {
  const { data, error, refetch } = usePreview(tenantId, action);
  if (error) return <LoadError title="Couldn’t load the preview" error={error} again={refetch} />;
  return <EffectList label="What will happen" effects={data && effectsOf(action, data)} />;
}

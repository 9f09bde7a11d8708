import { useQueryClient } from '@tanstack/react-query';
import type { Limits } from '../../src/limits/contract.ts';
import type { Tenant } from '../../src/tenants/contract.ts';
import { api } from '../kit/api.ts';
import type { EditedFields } from '../kit/merge.ts';
import { useEdit } from '../kit/edit.ts';
import { toast } from '../ui/toast.tsx';
import { savedToast } from './saved-labels.ts';
import { editSchema, formOf, type LimitedTenant, tenantFields } from './tenant-form.ts';
import { tenantQuery } from '../kit/tenants-query.ts';

type TenantEdit = { onSaved?: () => void; fields?: EditedFields };

/** The editing of one tenant: sends only what was changed. */
export function useTenantEdit(tenant: LimitedTenant, { onSaved, fields = tenantFields() }: TenantEdit = {}) {
  const client = useQueryClient();
  // those that are edited with it, as they are now
  const withLimits = async (now: Tenant): Promise<LimitedTenant> =>
    tenant.limits ? { ...now, limits: await api.get<Limits>(`/tenants/${tenant.id}/limits`) } : now;
  return useEdit({
    item: tenant,
    formOf: formOf,
    schema: editSchema,
    fields,
    load: async () => withLimits(await api.get<Tenant>(`/tenants/${tenant.id}`)),
    save: async ({ limits, ...rest }, base) => {
      const changes = { ...rest, ...(limits && { limits: { ...limits, version: base.limits?.version } }) };
      if (Object.keys(changes).length === 0) return base;
      const saved = await api.patch<Tenant>(`/tenants/${tenant.id}`, { body: changes, ifMatch: base.version });
      client.setQueryData(tenantQuery(tenant.id).queryKey, saved);
      await client.invalidateQueries({ queryKey: ['tenants'] });
      toast.success(...savedToast(base, saved, changes.status));
      return withLimits(saved);
    },
    ...(onSaved && { done: onSaved }),
  });
}

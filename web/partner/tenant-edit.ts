import { useQueryClient } from '@tanstack/react-query';
import type { Tenant, TenantStatus } from '../../src/tenants/contract.ts';
import { api } from '../api.ts';
import type { EditedFields } from '../conflicts.ts';
import { useEdit } from '../edit.ts';
import { tell } from '../ui/toast.tsx';
import { editSchema, formOf, tenantFields } from './tenant-form.ts';
import { tenantQuery } from './tenants-query.ts';

const SAVED: Record<TenantStatus, string> = {
  TRIAL: 'Calls in progress go on.',
  ACTIVE: 'Calls in progress go on.',
  SUSPENDED: 'While it is suspended, only emergency calls go through.',
  CANCELLED: 'It stays cancelled.',
};

type TenantEdit = { onSaved?: () => void; fields?: EditedFields };

/** The editing of one tenant: sends only what was changed. */
export function useTenantEdit(tenant: Tenant, { onSaved, fields = tenantFields() }: TenantEdit = {}) {
  const client = useQueryClient();
  return useEdit({
    item: tenant,
    formOf: formOf,
    schema: editSchema,
    fields,
    load: () => api.get<Tenant>(`/tenants/${tenant.id}`),
    save: async (changes, base) => {
      if (Object.keys(changes).length === 0) return base;
      const saved = await api.patch<Tenant>(`/tenants/${tenant.id}`, { body: changes, ifMatch: base.version });
      client.setQueryData(tenantQuery(tenant.id).queryKey, saved);
      await client.invalidateQueries({ queryKey: ['tenants'] });
      tell(SAVED[saved.status], `${saved.name} is saved`);
      return saved;
    },
    ...(onSaved && { done: onSaved }),
  });
}

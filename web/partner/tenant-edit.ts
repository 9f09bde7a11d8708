import { useQueryClient } from '@tanstack/react-query';
import type { Tenant } from '../../src/tenants/contract.ts';
import { api } from '../api.ts';
import type { EditedFields } from '../conflicts.ts';
import { useEdit } from '../edit.ts';
import { tell } from '../ui/toast.tsx';
import { savedWords } from './saved-words.ts';
import { editSchema, formOf, tenantFields } from './tenant-form.ts';
import { tenantQuery } from './tenants-query.ts';

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
      tell(...savedWords(base, saved, changes.status));
      return saved;
    },
    ...(onSaved && { done: onSaved }),
  });
}

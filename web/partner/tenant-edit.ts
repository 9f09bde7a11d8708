import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Tenant } from '../../src/tenants/contract.ts';
import { api } from '../api.ts';
import { useApiForm } from '../form.tsx';
import { tell } from '../ui/toast.tsx';
import { type Conflict, conflictsOf, editSchema, formOf, merged, type TenantForm } from './tenant-form.ts';

/**
 * The editing of one tenant: sends only what was changed, and only if nobody else changed the tenant meanwhile. If somebody did, what was
 * typed stays, and one says whose values count.
 */
export function useTenantEdit(tenant: Tenant, onSaved: () => void) {
  const client = useQueryClient();
  const [base, setBase] = useState(tenant);
  const [conflicts, setConflicts] = useState<{ list: Conflict[]; now: Tenant } | null>(null);
  const form = useApiForm<TenantForm, Record<string, unknown>>({
    schema: editSchema(formOf(base)) as never,
    values: formOf(tenant),
    send: async (changes) => {
      if (Object.keys(changes).length > 0) {
        const saved = await api.patch<Tenant>(`/tenants/${tenant.id}`, { body: changes, ifMatch: base.version });
        setBase(saved);
        form.form.reset(formOf(saved));
        client.setQueryData(['tenants', 'one', tenant.id], saved);
        await client.invalidateQueries({ queryKey: ['tenants'] });
        tell('Calls in progress go on.', `${saved.name} is saved`);
      }
      onSaved();
    },
    takeError: (error) => {
      if (error.code !== 'stale_version') return false;
      void lookAtTheirs();
      return true;
    },
  });

  const lookAtTheirs = async () => {
    try {
      const now = await api.get<Tenant>(`/tenants/${tenant.id}`);
      setConflicts({ now, list: conflictsOf(formOf(base), formOf(now), form.form.getValues()) });
    } catch (error) {
      form.setProblem((error as Error).message);
    }
  };

  const settle = (winner: 'mine' | 'theirs') => {
    if (!conflicts) return;
    form.form.reset(merged(formOf(base), formOf(conflicts.now), form.form.getValues(), winner), {
      keepDefaultValues: true,
    });
    setBase(conflicts.now);
    setConflicts(null);
  };

  return { form, base, conflicts: conflicts?.list ?? null, settle };
}

import { getLimits } from '../../src/limits/endpoints.ts';
import type { Tenant } from '../../src/tenants/contract.ts';
import { editTenant } from '../../src/tenants/endpoints.ts';
import { useEdit } from '../kit/forms/edit.ts';
import type { EditedFields } from '../kit/forms/merge.ts';
import { fetchTenant } from '../kit/lists/tenants-query.ts';
import { call } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { toast } from '../ui/toast.tsx';
import { savedToast } from './defaults/saved-labels.ts';
import { editSchema, formOf, type LimitedTenant, tenantFields } from './tenant-form.ts';

type TenantEdit = { onSaved?: () => void; fields?: EditedFields };

/** Edits a tenant, and sends only changed fields. */
export function useTenantEdit(tenant: LimitedTenant, { onSaved, fields = tenantFields() }: TenantEdit = {}) {
  const params = { tenantId: tenant.id };
  const change = useChange();
  // the current limits, if they are edited in the same form
  const withLimits = async (now: Tenant): Promise<LimitedTenant> =>
    tenant.limits ? { ...now, limits: await call(getLimits, { params }) } : now;
  return useEdit({
    item: tenant,
    formOf,
    schema: editSchema,
    fields,
    load: async () => withLimits(await fetchTenant(tenant.id)),
    save: async ({ limits, ...rest }, base) => {
      const changes = { ...rest, ...(limits && { limits: { ...limits, version: base.limits?.version } }) };
      if (Object.keys(changes).length === 0) return base;
      const saved = await change(editTenant, { params, body: changes, ifMatch: base.version });
      toast.success(...savedToast(base, saved, changes.status));
      return withLimits(saved);
    },
    ...(onSaved && { done: onSaved }),
  });
}

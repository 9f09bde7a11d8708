import { onePage } from '../../platform/http/paging.ts';
import type { Server } from '../../platform/http/server.ts';
import { listManifests } from '../../retention/manifests.ts';
import { TENANT_STATUSES } from '../../status/contract.ts';
import { PLANNED_PERMITS, STATUS_PERMITS, TRANSITIONS } from '../../status/rules.ts';
import { toTenant } from '../tenants.ts';
import * as endpoints from './endpoints.ts';
import { cancelTenant, reactivateTenant, suspendTenant } from './lifecycle.ts';
import { previewTenant } from './preview.ts';
import { listSuspensions } from './suspensions.ts';

export function lifecycleRoutes(server: Server): void {
  server.on(endpoints.listTenantStatuses, () => ({
    items: TENANT_STATUSES.map((status) => ({
      status,
      permits: { ...STATUS_PERMITS[status], ...PLANNED_PERMITS[status] },
      to: [...TRANSITIONS[status]],
    })),
  }));

  server.on(endpoints.suspendTenant, async ({ tx, caller, tenant, body }) =>
    toTenant(await suspendTenant(tx, caller, tenant.id, body)),
  );

  server.on(endpoints.listSuspensions, async ({ tx, tenant }) => onePage(await listSuspensions(tx, tenant.id)));

  server.on(endpoints.reactivateTenant, async ({ tx, caller, tenant, body, now }) => {
    const { row, ...numbers } = await reactivateTenant(tx, caller, { id: tenant.id, input: body, now });
    return { tenant: toTenant(row), ...numbers };
  });

  for (const cancel of [endpoints.cancelTenant, endpoints.deleteTenant]) {
    server.on(cancel, async ({ tx, caller, tenant, body, ifMatch, now }) =>
      toTenant(await cancelTenant(tx, caller, { ...body, id: tenant.id, ifMatch, now })),
    );
  }

  server.on(endpoints.previewTenant, ({ tx, tenant, body }) => previewTenant(tx, tenant.id, body.action));

  server.on(endpoints.listManifests, ({ tx, tenant }) => listManifests(tx, tenant.id));
}

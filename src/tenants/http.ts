import { type Caller, isTenantRole } from '../platform/http/caller.ts';
import type { Config } from '../platform/config.ts';
import type { Db } from '../platform/db/db.ts';
import type { Server } from '../platform/http/server.ts';
import * as contract from './contract.ts';
import { readDefaults, saveDefaults } from './defaults.ts';
import { cancelTenant, reactivateTenant, suspendTenant } from './lifecycle.ts';
import { operatorTenantRoutes } from './operator-http.ts';
import { listManifests } from '../retention/manifests.ts';
import { proposePrefix } from './prefixes.ts';
import { previewTenant, summarizePartner, summarizeTenant } from './preview.ts';
import { refuseKeptFields } from './guards.ts';
import { TENANT_STATUSES } from '../status/contract.ts';
import { PLANNED_PERMITS, STATUS_PERMITS, TRANSITIONS } from '../status/rules.ts';
import { listSuspensions } from './suspensions.ts';
import { asOwnReads, createTenant, editTenant, exportTenants, listTenants, readTenant, toTenant } from './tenants.ts';
import * as endpoints from './endpoints.ts';
import { CsvResponse } from '../platform/http/csv-response.ts';

const forCaller = (caller: Caller, tenant: contract.Tenant): contract.Tenant =>
  isTenantRole(caller.role) ? asOwnReads(tenant) : tenant;

/** What concerns a plain user: nothing of what the provider and the admins settle between them. */
const ofUser = ({ id, name, status, timezone }: contract.Tenant): contract.TenantOfUser => ({
  id,
  name,
  status,
  timezone,
});

export function tenantRoutes(
  server: Server,
  { config, db, now = () => new Date() }: { config: Config; db: Db; now?: () => Date },
): void {
  server.on(endpoints.listTenantStatuses, async () => ({
    items: TENANT_STATUSES.map((status) => ({
      status,
      permits: { ...STATUS_PERMITS[status], ...PLANNED_PERMITS[status] },
      to: [...TRANSITIONS[status]],
    })),
  }));

  server.on(endpoints.listTenants, ({ tx, partnerId, query }) => listTenants(tx, partnerId, query));

  server.on(endpoints.createTenant, ({ tx, caller, partnerId, body }) => createTenant(tx, caller, partnerId, body));

  server.on(
    endpoints.exportTenants,
    ({ caller, partnerId, query }) =>
      new CsvResponse(endpoints.exportTenants.download, exportTenants(db, caller, partnerId, query)),
  );

  server.on(endpoints.suggestPrefix, async ({ tx, query }) => ({ sipPrefix: await proposePrefix(tx, query.name) }));

  server.on(endpoints.getTenant, async ({ tx, caller, tenant }) => {
    const whole = await readTenant(tx, tenant.id);
    return caller.role === 'tenant_user' ? ofUser(whole) : forCaller(caller, whole);
  });

  server.on(endpoints.editTenant, { forbids: refuseKeptFields }, async ({ tx, caller, tenant, body, ifMatch }) =>
    forCaller(caller, await editTenant(tx, caller, tenant.id, body, ifMatch, now())),
  );

  for (const declared of [endpoints.deleteTenant, endpoints.cancelTenant]) {
    server.on(declared, async ({ tx, caller, tenant, body, ifMatch }) =>
      toTenant(await cancelTenant(tx, caller, tenant.id, body, now(), ifMatch)),
    );
  }

  server.on(endpoints.suspendTenant, async ({ tx, caller, tenant, body }) =>
    toTenant(await suspendTenant(tx, caller, tenant.id, body)),
  );

  server.on(endpoints.listSuspensions, async ({ tx, tenant }) => {
    const items = await listSuspensions(tx, tenant.id);
    return { items, nextCursor: null, total: items.length };
  });

  server.on(endpoints.reactivateTenant, async ({ tx, caller, tenant, body }) => {
    const { row, ...numbers } = await reactivateTenant(tx, caller, tenant.id, body, now());
    return { tenant: toTenant(row), ...numbers };
  });

  server.on(endpoints.previewTenant, ({ tx, tenant, body }) => previewTenant(tx, tenant.id, body.action));

  server.on(endpoints.listManifests, ({ tx, tenant }) => listManifests(tx, tenant.id));

  server.on(endpoints.getTenantSummary, ({ tx, tenant, request }) => {
    const domain = config.externalAddress ?? request.hostname;
    return summarizeTenant(tx, tenant.id, {
      domain,
      port: config.sipPort,
      voice: config.voice === 'off' ? 'off' : 'on',
    });
  });

  server.on(endpoints.getPartnerSummary, ({ tx, partnerId }) => summarizePartner(tx, partnerId));

  server.on(endpoints.getTenantDefaults, ({ tx, partnerId }) => readDefaults(tx, partnerId));

  server.on(endpoints.putTenantDefaults, ({ tx, caller, partnerId, body, ifMatch }) =>
    saveDefaults(tx, caller, partnerId, body, ifMatch),
  );

  operatorTenantRoutes(server, now);
}

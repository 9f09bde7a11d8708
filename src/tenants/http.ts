import type { Config } from '../platform/config.ts';
import type { Db } from '../platform/db/db.ts';
import { type Caller, isTenantRole } from '../platform/http/caller.ts';
import { CsvResponse } from '../platform/http/responses/csv-response.ts';
import type { Server } from '../platform/http/server.ts';
import type { Tenant, TenantOfUser } from './contract.ts';
import { readDefaults, saveDefaults } from './defaults/defaults.ts';
import * as endpoints from './endpoints.ts';
import { exportTenants } from './export.ts';
import { refusePartnerFields } from './guards.ts';
import { lifecycleRoutes } from './lifecycle/http.ts';
import { summarizePartner, summarizeTenant } from './lifecycle/preview.ts';
import { operatorTenantRoutes } from './operator/http.ts';
import { proposePrefix } from './prefixes.ts';
import { asTenantSees, createTenant, editTenant, listTenants, readTenant } from './tenants.ts';

type Deps = { config: Config; db: Db };

export function tenantRoutes(server: Server, { config, db }: Deps): void {
  recordRoutes(server, db);
  lifecycleRoutes(server);
  summaryRoutes(server, config);
  operatorTenantRoutes(server);
}

const forCaller = (caller: Caller, tenant: Tenant): Tenant =>
  isTenantRole(caller.role) ? asTenantSees(tenant) : tenant;

/** Leaves out what is only between the partner and the tenant's admins. */
const ofUser = ({ id, name, status, timezone, sandbox }: Tenant): TenantOfUser => ({
  id,
  name,
  status,
  timezone,
  sandbox,
});

function recordRoutes(server: Server, db: Db): void {
  server.on(endpoints.listTenants, ({ tx, partnerId, query }) => listTenants(tx, partnerId, query));

  server.on(endpoints.createTenant, ({ tx, caller, partnerId, body }) =>
    createTenant(tx, caller, { partnerId, input: body }),
  );

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

  server.on(
    endpoints.editTenant,
    { forbids: refusePartnerFields },
    async ({ tx, caller, tenant, body, ifMatch, now }) =>
      forCaller(caller, await editTenant(tx, caller, { id: tenant.id, patch: body, ifMatch, now })),
  );

  server.on(endpoints.getTenantDefaults, ({ tx, partnerId }) => readDefaults(tx, partnerId));

  server.on(endpoints.putTenantDefaults, ({ tx, caller, partnerId, body, ifMatch }) =>
    saveDefaults(tx, caller, { partnerId, input: body, ifMatch }),
  );
}

function summaryRoutes(server: Server, config: Config): void {
  server.on(endpoints.getTenantSummary, ({ tx, tenant, request }) => {
    const domain = config.externalAddress ?? request.hostname;
    return summarizeTenant(tx, tenant.id, {
      domain,
      port: config.sipPort,
      voice: config.voice === 'off' ? 'off' : 'on',
    });
  });

  server.on(endpoints.getPartnerSummary, ({ tx, partnerId, now }) => summarizePartner(tx, partnerId, now));
}

import type { Server } from '../platform/http/server.ts';
import { readContacts, recentEmergencyCalls, saveContacts } from './emergency.ts';
import * as endpoints from './endpoints.ts';

export function emergencyRoutes(server: Server): void {
  server.on(endpoints.listEmergencyCalls, ({ tx }) => recentEmergencyCalls(tx));

  server.on(endpoints.listTenantEmergencyCalls, ({ tx, tenant }) => recentEmergencyCalls(tx, tenant.id));

  server.on(endpoints.getEmergencyContacts, ({ tx, tenant }) => readContacts(tx, tenant.id));

  server.on(endpoints.putEmergencyContacts, ({ tx, caller, tenant, body, ifMatch }) =>
    saveContacts(tx, caller, { tenant, input: body, ifMatch }),
  );
}

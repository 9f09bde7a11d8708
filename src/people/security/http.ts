import type { Server } from '../../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import { readSecurity, saveSecurity } from './security.ts';

export function securityRoutes(server: Server): void {
  server.on(endpoints.getSecuritySettings, ({ tx, caller }) => readSecurity(tx, caller.partner?.id ?? null));

  server.on(endpoints.saveSecuritySettings, ({ tx, caller, body, ifMatch }) =>
    saveSecurity(tx, caller, {
      partnerId: caller.partner?.id ?? null,
      requireSecondFactor: body.requireSecondFactor,
      ifMatch,
    }),
  );

  server.on(endpoints.getOperatorSecuritySettings, ({ tx }) => readSecurity(tx, null));

  server.on(endpoints.saveOperatorSecuritySettings, ({ tx, caller, body, ifMatch }) =>
    saveSecurity(tx, caller, { partnerId: null, requireSecondFactor: body.requireSecondFactor, ifMatch }),
  );
}

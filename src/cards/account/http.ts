import type { Config } from '../../platform/config.ts';
import type { Server } from '../../platform/http/server.ts';
import { readAccount, deleteAccount, saveAccount } from './account.ts';
import * as endpoints from './endpoints.ts';

export function paymentAccountRoutes(server: Server, deps: { config: Config }): void {
  server.on(endpoints.getPaymentAccount, ({ tx, partnerId }) => readAccount(tx, partnerId, deps));

  server.on(endpoints.editPaymentAccount, ({ tx, caller, partnerId, body, ifMatch }) =>
    saveAccount(tx, caller, { partnerId, patch: body, ifMatch, deps }),
  );

  server.on(endpoints.deletePaymentAccount, ({ tx, caller, partnerId }) => deleteAccount(tx, caller, partnerId));
}

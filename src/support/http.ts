import { notFound } from '../platform/http/errors.ts';
import type { Server } from '../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import { readContact, readHelp, saveContact } from './support.ts';

export function supportRoutes(server: Server): void {
  server.on(endpoints.getSupportContact, ({ tx }) => readContact(tx));

  server.on(endpoints.putSupportContact, ({ tx, caller, partnerId, body, ifMatch }) =>
    saveContact(tx, caller, partnerId, body, ifMatch),
  );

  // answers while the tenant is suspended too: it is then that somebody needs it
  server.on(endpoints.getHelp, ({ tx, caller }) => {
    if (!caller.tenant) throw notFound();
    return readHelp(tx, caller.tenant.id);
  });
}

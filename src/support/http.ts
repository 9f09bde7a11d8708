import { notFound } from '../platform/http/errors.ts';
import type { Server } from '../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import { readContact, readHelp, saveContact } from './support.ts';

export function supportRoutes(server: Server): void {
  server.on(endpoints.getSupportContact, ({ tx }) => readContact(tx));

  server.on(endpoints.putSupportContact, ({ tx, caller, partnerId, body, ifMatch }) =>
    saveContact(tx, caller, { partnerId, input: body, ifMatch }),
  );

  // also available while the tenant is suspended, when users need it most
  server.on(endpoints.getHelp, ({ tx, caller }) => {
    if (!caller.tenant) throw notFound();
    return readHelp(tx, caller.tenant.id);
  });
}

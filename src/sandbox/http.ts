import type { Server } from '../platform/http/server.ts';
import { playCall } from './calls.ts';
import * as endpoints from './endpoints.ts';

export function sandboxRoutes(server: Server): void {
  server.on(endpoints.createSandboxCall, ({ tx, caller, partnerId, body, now }) =>
    playCall(tx, caller, { partnerId, input: body, now }),
  );
}

import { existingFlow } from '../flows/existing-flow.ts';
import type { Tx } from '../platform/db/db.ts';
import type { Server } from '../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import { requestRecording, requestTestCall, toServiceCall } from './service-calls.ts';
import { findServiceCall } from './sql.ts';

const existing = {
  find: ({ tx, params }: { tx: Tx; params: { serviceCallId: string } }) => findServiceCall(tx, params.serviceCallId),
};

export function serviceCallRoutes(server: Server): void {
  server.on(endpoints.createFlowTestCall, existingFlow, ({ tx, caller, tenant, found, body }) =>
    requestTestCall(tx, caller, tenant, found, body, new Date()),
  );

  server.on(endpoints.createPhoneRecording, ({ tx, caller, tenant, body }) =>
    requestRecording(tx, caller, tenant, body, new Date()),
  );

  server.on(endpoints.getServiceCall, existing, async ({ found }) => toServiceCall(found, new Date()));
}

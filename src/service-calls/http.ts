import { existingFlow } from '../flows/existing-flow.ts';
import { byId } from '../platform/http/by-id.ts';
import type { Server } from '../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import { requestRecording, requestTestCall, toServiceCall } from './service-calls.ts';
import { findServiceCall } from './sql.ts';

const existing = byId('serviceCallId', findServiceCall);

export function serviceCallRoutes(server: Server): void {
  server.on(endpoints.createFlowTestCall, existingFlow, ({ tx, caller, tenant, found, body, now }) =>
    requestTestCall(tx, caller, { ...body, tenant, flow: found, now }),
  );

  server.on(endpoints.createPhoneRecording, ({ tx, caller, tenant, body, now }) =>
    requestRecording(tx, caller, { ...body, tenant, now }),
  );

  server.on(endpoints.getServiceCall, existing, async ({ found, now }) => toServiceCall(found, now));
}

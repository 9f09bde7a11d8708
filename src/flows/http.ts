import type { Tx } from '../platform/db/db.ts';
import type { Server } from '../platform/http/server.ts';
import { discardDraft, readDraft, saveDraft } from './drafts/draft.ts';
import * as endpoints from './endpoints.ts';
import { existingFlow } from './existing-flow.ts';
import { createFlow, editFlow, listFlows, deleteFlow, toFlow } from './flows.ts';
import { findFlow } from './sql.ts';
import type { FlowDeps } from './uses/objects.ts';
import { previewPublish, publishDraft } from './versions/publish.ts';
import { findVersion } from './versions/sql.ts';
import { listVersions, restoreVersion, toVersion } from './versions/versions.ts';

const existingVersion = {
  find: async ({ tx, params }: { tx: Tx; params: { flowId: string; versionId: string } }) => {
    const flow = await findFlow(tx, params.flowId);
    const version = flow && (await findVersion(tx, flow.id, params.versionId));
    return flow && version ? { flow, version } : null;
  },
};

export function flowRoutes(server: Server, deps: FlowDeps): void {
  server.on(endpoints.listFlows, ({ tx, query }) => listFlows(tx, query));

  server.on(endpoints.createFlow, ({ tx, caller, tenant, body }) => createFlow(tx, caller, tenant, body));

  server.on(endpoints.getFlow, existingFlow, async ({ found }) => toFlow(found));

  server.on(endpoints.editFlow, existingFlow, ({ tx, caller, tenant, found, body, ifMatch }) =>
    editFlow(tx, caller, { tenant, id: found.id, patch: body, ifMatch }),
  );

  server.on(endpoints.deleteFlow, existingFlow, ({ tx, caller, tenant, found, ifMatch }) =>
    deleteFlow(tx, caller, { tenant, id: found.id, ifMatch, destinations: deps.destinations }),
  );

  server.on(endpoints.getFlowDraft, existingFlow, ({ tx, found }) => readDraft(tx, found));

  server.on(endpoints.putFlowDraft, existingFlow, ({ tx, caller, tenant, found, body, ifMatch }) =>
    saveDraft(tx, caller, { tenant, id: found.id, input: body, ifMatch }),
  );

  server.on(endpoints.discardFlowDraft, existingFlow, ({ tx, caller, tenant, found, ifMatch }) =>
    discardDraft(tx, caller, { tenant, id: found.id, ifMatch }),
  );

  server.on(endpoints.previewFlowPublish, existingFlow, ({ tx, tenant, found }) =>
    previewPublish(tx, tenant, found, deps),
  );

  server.on(endpoints.publishFlow, existingFlow, ({ tx, caller, tenant, found, body }) =>
    publishDraft(tx, caller, { tenant, id: found.id, input: body, deps }),
  );

  server.on(endpoints.listFlowVersions, existingFlow, ({ tx, found, query }) => listVersions(tx, found, query));

  server.on(endpoints.getFlowVersion, existingVersion, async ({ found: { flow, version } }) =>
    toVersion(version, flow.published),
  );

  server.on(endpoints.restoreFlowVersion, existingVersion, ({ tx, caller, tenant, found, body }) =>
    restoreVersion(tx, caller, { tenant, version: found.version, input: body, deps }),
  );
}

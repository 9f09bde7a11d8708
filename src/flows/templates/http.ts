import { byId } from '../../platform/http/by-id.ts';
import type { Server } from '../../platform/http/server.ts';
import { existingFlow } from '../existing-flow.ts';
import * as endpoints from './endpoints.ts';
import { findTemplate } from './sql.ts';
import { importFlow, listFlowTemplates, portableFlow, deleteTemplate, saveTemplate } from './templates.ts';

const template = byId('flowTemplateId', findTemplate);

export function flowTemplateRoutes(server: Server): void {
  server.on(endpoints.getPortableFlow, existingFlow, ({ tx, found }) => portableFlow(tx, found));

  server.on(endpoints.importFlow, ({ tx, caller, tenant, body }) => importFlow(tx, caller, tenant, body));

  server.on(endpoints.listFlowTemplates, ({ tx }) => listFlowTemplates(tx));

  server.on(endpoints.saveFlowTemplate, existingFlow, ({ tx, caller, tenant, found, body, now }) =>
    saveTemplate(tx, caller, { tenant, flow: found, input: body, now }),
  );

  server.on(endpoints.deleteFlowTemplate, template, ({ tx, caller, tenant, found }) =>
    deleteTemplate(tx, caller, tenant, found),
  );
}

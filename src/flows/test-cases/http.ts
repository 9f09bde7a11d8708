import type { Server } from '../../platform/http/server.ts';
import { existingFlow } from '../existing-flow.ts';
import { readTests, saveTests } from './cases.ts';
import * as endpoints from './endpoints.ts';
import { testFacts } from './facts.ts';
import { testDraft } from './test-draft.ts';

export function flowTestRoutes(server: Server): void {
  server.on(endpoints.getFlowTests, existingFlow, async ({ found }) => readTests(found));

  server.on(endpoints.putFlowTests, existingFlow, ({ tx, caller, tenant, found, body, ifMatch }) =>
    saveTests(tx, caller, { tenant, id: found.id, cases: body.cases, ifMatch }),
  );

  server.on(endpoints.getFlowTestFacts, existingFlow, ({ tx, tenant, query }) =>
    testFacts(tx, tenant.id, query, query),
  );

  server.on(endpoints.runFlowTest, existingFlow, ({ tx, tenant, found, body }) =>
    testDraft(tx, tenant.id, found, body),
  );
}

import type { Tx } from '../../platform/db/db.ts';
import { contentOf } from '../drafts/draft.ts';
import type { FlowRow } from '../sql.ts';
import { queriedBy } from '../test-run/queried.ts';
import { endOf, runTest } from '../test-run/simulated-world.ts';
import type { TestCall, TestRun } from './contract.ts';
import { testFacts } from './facts.ts';

/** Runs a call through the draft of a flow, with the same result as the tester on the page. */
export async function testDraft(tx: Tx, tenantId: string, row: FlowRow, call: TestCall): Promise<TestRun> {
  const content = await contentOf(tx, row);
  const run = runTest(row.id, content, call, await testFacts(tx, tenantId, call, queriedBy([content])));
  return {
    path: [...run.path],
    heard: run.heard.map((one) => (one.kind === 'prompts' ? { ...one, prompts: [...one.prompts] } : one)),
    end: endOf(run),
  };
}

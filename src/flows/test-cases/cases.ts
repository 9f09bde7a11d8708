import { z } from 'zod';
import type { Tx } from '../../platform/db/db.ts';
import { changes, recordEvent, type TenantObject } from '../../platform/db/events.ts';
import { lockTenants } from '../../platform/db/tenant-lock.ts';
import type { Actor } from '../../platform/http/caller.ts';
import { errorFactory } from '../../platform/http/errors.ts';
import { checkVersion } from '../../platform/http/if-match.ts';
import type { FlowContent } from '../content/graph-contract.ts';
import { eventOf, reread } from '../flows.ts';
import * as sql from '../sql.ts';
import { queriedBy } from '../test-run/queried.ts';
import { contentsOf, endOf, isSameEnd, runTest } from '../test-run/simulated-world.ts';
import { type FlowContents, flowsLeadingTo } from '../validation/graph.ts';
import { type FlowTests, TestCase, type TestEnd, testErrors, type TestFacts, type TestResult } from './contract.ts';
import { factsFor } from './facts.ts';

const fail = errorFactory(testErrors);

const casesOf = (row: sql.FlowRow): TestCase[] => z.array(TestCase).parse(row.tests);

export const readTests = (row: sql.FlowRow): FlowTests => ({ cases: casesOf(row), version: row.tests_version });

/** Saves all tests of a flow. The audit trail names them without their digits, which may be a PIN. */
export async function saveTests(
  tx: Tx,
  by: Actor,
  { tenant, id, cases, ifMatch }: TenantObject & { cases: TestCase[] },
): Promise<FlowTests> {
  await lockTenants(tx, [tenant.id]);
  const row = await reread(tx, id);
  checkVersion(ifMatch, row.tests_version);
  const before = casesOf(row);
  if (!changes({ cases: before }, { cases })) return readTests(row);
  await sql.updateFlow(tx, id, { tests: JSON.stringify(cases), tests_version: row.tests_version + 1 });
  const names = (all: readonly TestCase[]) => ({ name: row.name, tests: all.map(({ name }) => name) });
  const event = eventOf('flow.tests_saved', tenant, id);
  await recordEvent(tx, by, { ...event, before: names(before), after: names(cases) });
  return readTests(await reread(tx, id));
}

/**
 * Runs the tests of a flow with this content, and those of the published flows that lead to it. A test that already failed without this change
 * doesn't prevent publishing.
 */
export async function runTests(
  tx: Tx,
  {
    tenantId,
    row,
    content,
    published,
  }: { tenantId: string; row: sql.FlowRow; content: FlowContent; published: FlowContents },
): Promise<TestResult[]> {
  const results = await runOwnTests(tx, tenantId, row, content);
  for (const id of flowsLeadingTo(new Map(published).set(row.id, content), row.id)) {
    const [flow, through] = [await sql.findFlow(tx, id), published.get(id)];
    if (flow && through) results.push(...(await runTestsOf(tx, tenantId, { flow, through }, { id: row.id, content })));
  }
  return results;
}

/** Runs the tests of a published flow that leads to the changed flow, with that flow's new content. */
async function runTestsOf(
  tx: Tx,
  tenantId: string,
  { flow, through }: { flow: sql.FlowRow; through: FlowContent },
  other: { id: string; content: FlowContent },
): Promise<TestResult[]> {
  const cases = casesOf(flow);
  if (cases.length === 0) return [];
  const factsOf = await factsFor(tx, tenantId, queriedBy([through, other.content]));
  const results: TestResult[] = [];
  for (const test of cases) {
    const now = await factsOf(test.call);
    const then = { ...now, flows: [...now.flows.filter(({ id }) => id !== other.id), other] };
    const result = judge(flow.id, through, test, then);
    if (result.passed || judge(flow.id, through, test, now).passed)
      results.push({ ...result, name: `${flow.name}: ${test.name}` });
  }
  return results;
}

async function runOwnTests(tx: Tx, tenantId: string, row: sql.FlowRow, content: FlowContent): Promise<TestResult[]> {
  const cases = casesOf(row);
  if (cases.length === 0) return [];
  const factsOf = await factsFor(tx, tenantId, queriedBy([content]));
  const results: TestResult[] = [];
  for (const test of cases) results.push(judge(row.id, content, test, await factsOf(test.call)));
  return results;
}

function judge(flowId: string, content: FlowContent, { id, name, call, end }: TestCase, facts: TestFacts): TestResult {
  const found = endOf(runTest(flowId, content, call, facts));
  const passed = isSameEnd(found, end);
  const contents = contentsOf(flowId, content, facts);
  const words = (of: TestEnd) => `${HOW[of.how]} at ${nodeName(contents, of)}`;
  return { id, name, passed, message: passed ? '' : `The call ${words(found)}. Expected: it ${words(end)}.` };
}

const HOW: Readonly<Record<TestEnd['how'], string>> = {
  hangUp: 'ends',
  takeMessage: 'goes to voicemail',
  dialExtension: 'dials an extension',
  fallBack: 'can’t go on',
};

function nodeName(contents: ReadonlyMap<string, FlowContent>, { flowId, nodeId }: TestEnd): string {
  const name = contents.get(flowId)?.nodes.find(({ id }) => id === nodeId)?.name;
  return name === undefined ? 'a step that is gone' : `“${name}”`;
}

/** Refuses failing tests unless a reason is given. Returns the names of the failed tests. Codes: `flow_tests_failed`. */
export function requirePassed(results: readonly TestResult[], overrideReason: string | null): string[] {
  const failed = results.filter(({ passed }) => !passed);
  const [first] = failed;
  if (!first) return [];
  if (overrideReason) return failed.map(({ name }) => name);
  const errors = failed.map(({ id, name, message }) => ({ path: `tests.${id}`, message: `“${name}”: ${message}` }));
  throw fail('flow_tests_failed', `The test “${first.name}” fails. ${first.message}`, { errors });
}

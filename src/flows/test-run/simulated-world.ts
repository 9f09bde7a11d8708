import type { FlowContent } from '../content/graph-contract.ts';
import type { Flows } from '../interpreter/walk.ts';
import type { TestCall, TestEnd, TestFacts } from '../test-cases/contract.ts';
import { type TestCallResult, runTestCall, type SimulatedWorld } from './run-test-call.ts';

/** Builds the world of a test call from the call and the tenant's settings. */
function simulatedWorld({ caller, called, presses, people, variables }: TestCall, facts: TestFacts): SimulatedWorld {
  return {
    caller,
    called,
    presses,
    menuExtensions: facts.menuExtensions,
    isOpen: (scheduleId) => facts.schedules.find(({ id }) => id === scheduleId)?.open ?? null,
    isCaller(condition) {
      switch (condition.kind) {
        case 'anonymous':
          return caller === 'anonymous';
        case 'startsWith':
          return caller.startsWith(condition.prefix);
        case 'inContacts':
          return facts.isContact;
        case 'inList':
          return facts.lists.find(({ id }) => id === condition.listId)?.has ?? null;
      }
    },
    rings: () => people,
    replies: () => variables,
  };
}

/** The published flows, with the draft in place of its own flow. */
export const contentsOf = (flowId: string, draft: FlowContent, { flows }: TestFacts): Map<string, FlowContent> =>
  new Map([...flows, { id: flowId, content: draft }].map(({ id, content }) => [id, content] as const));

const flowsOf = (contents: ReadonlyMap<string, FlowContent>): Flows =>
  new Map([...contents].map(([id, content]) => [id, { versionId: id, content }] as const));

/** Runs a call through a draft, both in the browser and on the server. */
export const runTest = (flowId: string, draft: FlowContent, call: TestCall, facts: TestFacts): TestCallResult =>
  runTestCall(flowsOf(contentsOf(flowId, draft, facts)), flowId, simulatedWorld(call, facts));

export const endOf = ({ end, at }: TestCallResult): TestEnd => ({ ...at, how: end.do });

export const isSameEnd = (one: TestEnd, other: TestEnd): boolean =>
  one.flowId === other.flowId && one.nodeId === other.nodeId && one.how === other.how;

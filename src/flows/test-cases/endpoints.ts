import { endpoint } from '../../platform/http/endpoint.ts';
import { FlowTests, FlowTestsPut, TestCall, TestFacts, TestFactsQuery, TestRun } from './contract.ts';

export const getFlowTests = endpoint({
  id: 'getFlowTests',
  method: 'GET',
  path: '/tenants/{tenantId}/flows/{flowId}/tests',
  scope: 'tenant',
  permission: 'flows.read',
  summary: 'Get the tests of a call flow',
  description: 'Calls that have to go as expected before the flow is published.',
  response: FlowTests,
});

export const putFlowTests = endpoint({
  id: 'putFlowTests',
  method: 'PUT',
  path: '/tenants/{tenantId}/flows/{flowId}/tests',
  scope: 'tenant',
  permission: 'flows.write',
  summary: 'Save the tests of a call flow',
  description: 'All of them at once. They run whenever the flow is published.',
  body: FlowTestsPut,
  response: FlowTests,
  headers: ['If-Match'],
});

export const getFlowTestFacts = endpoint({
  id: 'getFlowTestFacts',
  method: 'GET',
  path: '/tenants/{tenantId}/flows/{flowId}/test-facts',
  scope: 'tenant',
  permission: 'flows.read',
  summary: 'Get what a test call finds',
  description:
    'Whether schedules are open at a time, whether lists have a caller, and the published flows that a call can continue in. A test call without a phone needs these facts. Nothing is changed.',
  query: TestFactsQuery,
  response: TestFacts,
});

export const runFlowTest = endpoint({
  id: 'runFlowTest',
  method: 'POST',
  path: '/tenants/{tenantId}/flows/{flowId}/test-runs',
  scope: 'tenant',
  permission: 'flows.read',
  summary: 'Try a call through a call flow',
  description:
    'Says how a call would go through the draft of the flow, or through the published version if there is no draft. No phone rings, and nothing is stored. Schedules count by their hours, not by an override.',
  body: TestCall,
  response: TestRun,
});

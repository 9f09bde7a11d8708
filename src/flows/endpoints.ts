import { planErrors } from '../number-plan/contract.ts';
import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors, platformErrors } from '../platform/http/errors.ts';
import {
  Draft,
  DraftPut,
  Flow,
  FlowCreate,
  flowErrors,
  FlowList,
  FlowPatch,
  FlowQuery,
  FlowVersion,
  FlowVersionList,
  FlowVersionQuery,
  Publish,
  PublishPreview,
  Restore,
} from './contract.ts';
import { testErrors } from './test-cases/contract.ts';

export const listFlows = endpoint({
  id: 'listFlows',
  method: 'GET',
  path: '/tenants/{tenantId}/flows',
  scope: 'tenant',
  permission: 'flows.read',
  summary: 'List call flows',
  description: 'Returns the tenant’s call flows, without their nodes.',
  query: FlowQuery,
  response: FlowList,
});

export const createFlow = endpoint({
  id: 'createFlow',
  method: 'POST',
  path: '/tenants/{tenantId}/flows',
  scope: 'tenant',
  permission: 'flows.write',
  summary: 'Add a call flow',
  description: 'It begins as an empty draft. Calls can be sent to it once it is published.',
  body: FlowCreate,
  response: Flow,
  status: 201,
  errors: planErrors,
});

export const getFlow = endpoint({
  id: 'getFlow',
  method: 'GET',
  path: '/tenants/{tenantId}/flows/{flowId}',
  scope: 'tenant',
  permission: 'flows.read',
  summary: 'Get a call flow',
  description: 'One call flow of the tenant, without what it does.',
  response: Flow,
});

export const editFlow = endpoint({
  id: 'editFlow',
  method: 'PATCH',
  path: '/tenants/{tenantId}/flows/{flowId}',
  scope: 'tenant',
  permission: 'flows.write',
  summary: 'Change the number of a call flow',
  description: 'The next call to the number goes through the flow. Its name changes with the draft.',
  body: FlowPatch,
  response: Flow,
  headers: ['If-Match'],
  errors: planErrors,
});

export const deleteFlow = endpoint({
  id: 'deleteFlow',
  method: 'DELETE',
  path: '/tenants/{tenantId}/flows/{flowId}',
  scope: 'tenant',
  permission: 'flows.write',
  summary: 'Delete a call flow',
  description:
    'Phone numbers, forwards and groups that led to it lose it, and calls that other flows send to it take their fallback: see `/destination-uses`. Its versions go with it.',
  headers: ['If-Match'],
});

export const getFlowDraft = endpoint({
  id: 'getFlowDraft',
  method: 'GET',
  path: '/tenants/{tenantId}/flows/{flowId}/draft',
  scope: 'tenant',
  permission: 'flows.read',
  summary: 'Get the draft of a call flow',
  description: 'What the flow does once it is published. Without changes, the published version.',
  response: Draft,
});

export const putFlowDraft = endpoint({
  id: 'putFlowDraft',
  method: 'PUT',
  path: '/tenants/{tenantId}/flows/{flowId}/draft',
  scope: 'tenant',
  permission: 'flows.write',
  summary: 'Save the draft of a call flow',
  description:
    'All editors share the one draft. It may be unfinished, and calls don’t go through it. Send `If-Match`: when somebody else saved in between, it is refused, and nobody’s changes are lost.',
  body: DraftPut,
  response: Draft,
  headers: ['If-Match'],
});

export const discardFlowDraft = endpoint({
  id: 'discardFlowDraft',
  method: 'DELETE',
  path: '/tenants/{tenantId}/flows/{flowId}/draft',
  scope: 'tenant',
  permission: 'flows.write',
  summary: 'Discard the draft of a call flow',
  description: 'Discards everybody’s changes since the last publish. The draft is the published version again.',
  headers: ['If-Match'],
  errors: pickErrors(flowErrors, 'flow_unchanged'),
});

export const previewFlowPublish = endpoint({
  id: 'previewFlowPublish',
  method: 'GET',
  path: '/tenants/{tenantId}/flows/{flowId}/publish',
  scope: 'tenant',
  permission: 'flows.read',
  summary: 'Preview publishing a call flow',
  description: 'What would change, whose changes go live, and what keeps the draft from being published.',
  response: PublishPreview,
});

export const publishFlow = endpoint({
  id: 'publishFlow',
  method: 'POST',
  path: '/tenants/{tenantId}/flows/{flowId}/publish',
  scope: 'tenant',
  permission: 'flows.write',
  summary: 'Publish the draft of a call flow',
  description:
    'The next call goes through it; calls in progress stay with the version that they came by. All flows that lead to it or are led to from it are checked together, and its tests have to pass.',
  body: Publish,
  response: Flow,
  errors: { ...flowErrors, ...testErrors, ...pickErrors(platformErrors, 'stale_version') },
});

export const listFlowVersions = endpoint({
  id: 'listFlowVersions',
  method: 'GET',
  path: '/tenants/{tenantId}/flows/{flowId}/versions',
  scope: 'tenant',
  permission: 'flows.read',
  summary: 'List the versions of a call flow',
  description: 'What was published, by whom, and when. The newest comes first.',
  query: FlowVersionQuery,
  response: FlowVersionList,
});

export const getFlowVersion = endpoint({
  id: 'getFlowVersion',
  method: 'GET',
  path: '/tenants/{tenantId}/flows/{flowId}/versions/{versionId}',
  scope: 'tenant',
  permission: 'flows.read',
  summary: 'Get a version of a call flow',
  description: 'A version with what it does. It never changes.',
  response: FlowVersion,
});

export const restoreFlowVersion = endpoint({
  id: 'restoreFlowVersion',
  method: 'POST',
  path: '/tenants/{tenantId}/flows/{flowId}/versions/{versionId}/restore',
  scope: 'tenant',
  permission: 'flows.write',
  summary: 'Restore a version of a call flow',
  description:
    'Publishes it again under a new number. It is refused if something that it uses is gone. The draft stays as it is.',
  body: Restore,
  response: Flow,
  errors: { ...testErrors, ...pickErrors(flowErrors, 'flow_faults') },
});

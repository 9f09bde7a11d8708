import { planErrors } from '../../number-plan/contract.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { Flow } from '../contract.ts';
import {
  FlowImport,
  FlowTemplate,
  FlowTemplateCreate,
  FlowTemplateList,
  PortableFlow,
  templateErrors,
} from './contract.ts';

export const getPortableFlow = endpoint({
  id: 'getPortableFlow',
  method: 'GET',
  path: '/tenants/{tenantId}/flows/{flowId}/portable',
  scope: 'tenant',
  permission: 'flows.read',
  summary: 'Get a call flow to copy it',
  description:
    'Returns the draft with a question in place of each object of the tenant. Outside numbers, web addresses and secrets are left out.',
  response: PortableFlow,
});

export const importFlow = endpoint({
  id: 'importFlow',
  method: 'POST',
  path: '/tenants/{tenantId}/flows/import',
  scope: 'tenant',
  permission: 'flows.write',
  summary: 'Add a call flow from a template or a copy',
  description:
    'It begins as a draft with the answers in place of the questions. Outside numbers, web addresses and secrets are left out.',
  body: FlowImport,
  response: Flow,
  status: 201,
  errors: planErrors,
});

export const listFlowTemplates = endpoint({
  id: 'listFlowTemplates',
  method: 'GET',
  path: '/tenants/{tenantId}/flow-templates',
  scope: 'tenant',
  permission: 'flows.read',
  summary: 'List templates for call flows',
  description: 'The partner’s own and those that come with the system, each with what has to be chosen for it.',
  response: FlowTemplateList,
});

export const saveFlowTemplate = endpoint({
  id: 'saveFlowTemplate',
  method: 'POST',
  path: '/tenants/{tenantId}/flows/{flowId}/templates',
  scope: 'tenant',
  permission: 'flow-templates.write',
  testKeys: 'refused',
  summary: 'Save a call flow as a template',
  description: 'For all tenants of the partner. It has what the draft has now, without anything of the tenant.',
  body: FlowTemplateCreate,
  response: FlowTemplate,
  status: 201,
  errors: templateErrors,
});

export const deleteFlowTemplate = endpoint({
  id: 'deleteFlowTemplate',
  method: 'DELETE',
  path: '/tenants/{tenantId}/flow-templates/{flowTemplateId}',
  scope: 'tenant',
  permission: 'flow-templates.write',
  testKeys: 'refused',
  summary: 'Delete a template',
  description: 'Deletes a template of the partner. Flows created from it stay.',
});
